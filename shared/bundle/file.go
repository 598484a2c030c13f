package bundle

// FileError says which file of a bundle is wrong.
type FileError struct {
	Path string // below the bundle's root, with "/"
	Err  error
}

// Error names the file.
func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap is what is wrong.
func (e *FileError) Unwrap() error { return e.Err }

// inFile says in which file err was found; nil stays nil.
func inFile(path string, err error) error {
	if err == nil {
		return nil
	}
	return &FileError{path, err}
}

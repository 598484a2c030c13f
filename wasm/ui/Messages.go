package ui

import "strings"

// Messages are notices, which one may close, and the trouble that keeps the page from showing what was asked for.
type Messages struct {
	Notices []string
	Trouble *Trouble
}

// Trouble says what failed, why, and what to do.
type Trouble struct{ Title, Detail, Hint string }

// hintFor tells what to do about an error of loading.
func hintFor(detail string) string {
	switch {
	case strings.Contains(detail, "newer"):
		return "Reload the page to get the newest explorer, or open a bundle made by the version that this site was built with."
	case strings.Contains(detail, "older"):
		return "The bundle is whole, but of an earlier version."
	case strings.Contains(detail, "not found (404)"):
		return "The file is missing on the server. If you copied the bundle by hand, copy it again, whole."
	case strings.Contains(detail, "no answer"):
		return "Check the connection, then try again."
	}
	return "The file may be damaged. Run \u201cprecompute verify\u201d on the bundle, or publish it again."
}

// Package bundle writes, reads and verifies bundles on disk. What their files mean is in shared/bundle; here is how they
// come to be whole: a Writer builds OUT.partial beside OUT and puts it in place with one rename, zarr.json written last,
// so that nothing that was interrupted can be taken for a bundle.
package bundle

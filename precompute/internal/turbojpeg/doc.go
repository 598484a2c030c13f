// Package turbojpeg decodes and encodes JPEG by libjpeg-turbo, which is several times as fast as package image/jpeg. It is compiled in with the
// build tag turbojpeg, which the Makefile sets where the library's development package is found; without it, it does
// nothing.
package turbojpeg

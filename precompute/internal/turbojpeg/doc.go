// Package turbojpeg decodes JPEG files by libjpeg-turbo, which is several times as fast as package image/jpeg. It is compiled in with the
// build tag turbojpeg, which the Makefile sets where the library's development package is found; without it, it decodes nothing.
package turbojpeg

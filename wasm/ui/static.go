//go:build !js

package ui

import (
	"io"

	"github.com/vugu/vugu"
	"github.com/vugu/vugu/staticrender"
)

// Static writes the components as they are before anything has come, as HTML: the browser shows it while the program is on its way, which then
// goes on with these elements.
func Static(w io.Writer) error {
	renderer := staticrender.New(w)
	build, err := vugu.NewBuildEnv(renderer.EventEnv())
	if err != nil {
		return err
	}
	return renderer.Render(build.RunBuild(newApp()))
}

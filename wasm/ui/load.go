package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"summit/shared/bundle"
	"summit/shared/zarr"
	"summit/wasm/fetch"
	"summit/wasm/state"

	"github.com/vugu/vjson"
	"github.com/vugu/vugu/js"
)

// Sources is the file beside the page that lists the bundles that the site holds.
const sourcesFile = "bundles.json"

// load gets the list of bundles, then the manifest of the one that the address names, then its first graph.
func (a *App) load() {
	defer report("load")
	a.loads++
	load := a.loads
	if a.phase != "loading" {
		a.phase, a.trouble = "loading", nil
		a.render()
	}
	if err := a.loadSources(); err != nil {
		a.fail("The list of bundles could not be loaded", err)
		return
	}
	source := a.findSource()
	base := pageURL(source.Path)
	root, err := fetch.Get(context.Background(), base+bundle.Root)
	if load != a.loads {
		return // another bundle has been asked for since
	}
	if err == nil {
		err = a.open(source, base, root)
	}
	if err != nil {
		a.fail("The bundle "+source.Name+" could not be opened", err)
		return
	}
	a.phase = "ready"
	a.chooseFromView()
	a.know()
	if a.pageChannel() < 0 { // else followPage asks for more
		a.request()
	}
	a.listLayers()
	a.openAbout()
	a.showTour()
	a.filter()
	a.showSelected()
	a.surface.showTable(a.View.Table)
	a.render()
	a.followPage()
	a.showLayer()
}

func (a *App) loadSources() error {
	if len(a.sources) > 0 {
		return nil
	}
	text, err := fetch.Get(context.Background(), pageURL(sourcesFile))
	if err != nil {
		return err
	}
	sources, err := parseSources(text)
	if err != nil {
		return fmt.Errorf("%s: %w", sourcesFile, err)
	}
	a.sources = sources
	return nil
}

// parseSources reads {"bundles": [{"name": ..., "path": ...}]}.
func parseSources(text []byte) ([]Source, error) {
	var file map[string]any
	if err := vjson.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	list, _ := file["bundles"].([]any)
	var sources []Source
	for _, one := range list {
		entry, _ := one.(map[string]any)
		name, _ := entry["name"].(string)
		path, _ := entry["path"].(string)
		if name == "" || path == "" || !strings.HasSuffix(path, "/") {
			return nil, errors.New("a bundle without name, or without a path that ends in a slash")
		}
		sources = append(sources, Source{Name: name, Path: path})
	}
	if len(sources) == 0 {
		return nil, errors.New("no bundle is listed")
	}
	return sources, nil
}

// findSource is the bundle that the view names; an unknown one gives way to the first.
func (a *App) findSource() Source {
	first := a.sources[0]
	for _, s := range a.sources {
		if s.Name == a.View.Bundle {
			return s
		}
	}
	if a.View.Bundle != "" {
		a.notices = append(a.notices, fmt.Sprintf("There is no bundle %q here; %q is shown.", a.View.Bundle, first.Name))
		a.View.Bundle = ""
	}
	return first
}

// open takes a bundle's manifest; only a good one takes the place of the bundle that is shown.
func (a *App) open(source Source, base string, root []byte) error {
	b, err := bundle.Parse(root)
	if err != nil {
		return err
	}
	a.source, a.base, a.bundle, a.layers = source, base, b, nil
	for _, l := range b.Manifest.Layers {
		a.layers = append(a.layers, l.Name)
	}
	a.largestBin = state.LargestBin(b.Manifest.Classes)
	a.whole, a.drawing, a.examples, a.features, a.drawn = nil, nil, nil, nil, nil
	a.picturesAsked = false
	a.relations, a.usage, a.usageTrouble = nil, map[int]*bundle.Usage{}, ""
	a.homonyms = state.Homonyms(b.Manifest.Classes)
	a.layouts = layouts{points: make([][]float32, len(a.layers)), of: -1}
	a.likeness, a.hovered, a.rows = nil, -1, nil
	a.surface.clear()
	a.embedding.open()
	return a.startEngine(root)
}

// loadPictures gets what there is to say of the pictures: examples' classes, and how strongly they and the feature
// visualizations excite their channels. Without it popups only lack that, so the first graph goes before.
func (a *App) loadPictures() {
	defer report("pictures")
	b := a.bundle
	paths, d := append(b.ExampleFiles(), b.FeatureFiles()...), zarr.NewDecoder()
	urls := make([]string, len(paths))
	for k, path := range paths {
		urls[k] = a.base + path
	}
	files, err := fetch.GetAll(context.Background(), urls)
	if err != nil || b != a.bundle {
		return
	}
	if examples, err := b.DecodeExamples(d, files[:2]); err == nil {
		a.examples = &examples
	}
	if len(files) > 2 {
		if features, err := b.DecodeFeatures(d, files[2:]); err == nil {
			a.features = &features
		}
	}
	a.surface.renewPictures()
	a.surface.popup.of = nil // it lacks the names
	a.surface.popup.show(a.surface.at.Node)
	a.page.update()
}

// pageURL is the address of a file beside the page.
func pageURL(path string) string {
	return js.Global().Get("URL").New(path, document().Get("baseURI")).Get("href").String()
}

// stay gives up on a bundle that has not come, or could not be opened: the reader goes on with the one that is shown.
func (a *App) stay() {
	a.loads++
	a.phase, a.View.Bundle = "ready", a.source.Name
	a.viewSet()
	a.writeAddress(false)
}

// shortPaths takes the folder's address out of messages: the path inside the bundle says more.
func (a *App) shortPaths(text string) string {
	if a.base != "" {
		text = strings.ReplaceAll(text, a.base, "")
	}
	return strings.ReplaceAll(text, pageURL(""), "")
}

package ui

import (
	"strings"
	"unsafe"

	"summit/shared/model"
	"summit/wasm/state"
	"summit/wasm/state/scatter"

	"github.com/vugu/vugu/js"
)

// embedding is the island that shows where a layer puts the classes: a dot each, on two canvases that site/shell/scatter.js
// paints, with buttons for the layers. It is empty where the bundle has no embedding.
type embedding struct {
	app           *App
	host, plot    js.Value
	below, above  js.Value // canvases
	painter       js.Value // of site/shell/scatter.js
	w, h          float64
	camera        state.Camera
	aimed         state.Viewport // the view's when the camera was pointed there
	layer         int            // that is shown, or travelled to; -1: none yet
	points        []float32
	dots          []float32 // where they are now
	from, to      []float32
	since         float64 // time of the animation frame at which they set out; 0: not yet
	travels       bool
	widths        []float32
	order         []int32 // of naming
	grid          *scatter.Grid
	names         *scatter.Names
	keyboard      bool // the class that is pointed at is the keyboard's
	lasso         scatter.Lasso
	lassoing      bool // a drag draws a lasso
	onFrame       js.Func
	pending, anew bool // a frame is asked for; it has to paint the dots too
	ops           []float32
}

// toolsRoom is the height at the bottom of the surface that the buttons lie over: no dot is put there.
const toolsRoom = 26

// travelTime is how long the dots take from one layer's places to another's, in milliseconds.
const travelTime = 600

func newEmbedding(a *App, host js.Value) *embedding {
	v := &embedding{app: a, host: host, camera: state.Home(), layer: -1}
	host.Set("innerHTML", embeddingHTML)
	v.plot = host.Call("querySelector", ".embedding-plot")
	v.below = create(v.plot, "canvas", "embedding-canvas")
	v.above = create(v.plot, "canvas", "embedding-canvas")
	setAttribute(v.below, "aria-hidden", "true")
	setAttribute(v.above, "aria-hidden", "true")
	v.onFrame = js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer report("embedding")
		v.pending = false
		v.frame(args[0].Float())
		return nil
	})
	repaint := js.FuncOf(func(js.Value, []js.Value) any {
		v.repaint(true)
		return nil
	})
	v.painter = js.Global().Call("summitScatter", v.below, v.above, repaint)
	v.listen()
	onResize(v.plot, v.measure)
	return v
}

// open takes the classes of a bundle that has just been opened.
func (v *embedding) open() {
	a := v.app
	v.layer, v.points, v.dots, v.to, v.grid, v.names, v.travels = -1, nil, nil, nil, nil, nil, false
	v.aim()
	if !a.hasEmbedding() {
		return
	}
	classes := a.bundle.Manifest.Classes
	v.order = scatter.Scattered(len(classes))
	names := make([]string, len(classes))
	for row, c := range classes {
		names[row] = state.DotName(c.Name)
	}
	widths := v.painter.Call("names", strings.Join(names, "\x00"), len(names))
	v.widths = make([]float32, len(names))
	js.CopyBytesToGo(bytesOf(v.widths), widths)
	v.layerButtons()
	v.mark()
}

// show takes the points of a layer: the dots travel there.
func (v *embedding) show(layer int, points []float32) {
	v.layer, v.points = layer, points
	v.chooseLayer()
	if v.w <= 0 || v.h <= 0 {
		return
	}
	v.to = scatter.Spread(points, v.w, v.h-toolsRoom)
	v.grid, v.names = nil, nil
	v.from = append([]float32(nil), v.dots...)
	v.travels, v.since = len(v.from) == len(v.to) && !reducedMotion(), 0
	if !v.travels {
		v.arrive()
	}
	v.repaint(true)
}

// arrive puts the dots where the layer wants them.
func (v *embedding) arrive() {
	v.travels = false
	v.dots = append(v.dots[:0], v.to...)
	v.grid = scatter.NewGrid(v.dots)
	v.names = scatter.NewNames(v.dots, v.widths, v.w, v.h, v.order)
	v.upload()
	setAttribute(v.plot, "data-layer", v.app.layers[v.layer])
}

func (v *embedding) upload() {
	js.CopyBytesToJS(v.painter.Call("dots", len(v.dots)/2), bytesOf(v.dots))
}

// mark makes the dots of classes that do not fit the search faint.
func (v *embedding) mark() {
	a := v.app
	if !a.hasEmbedding() {
		return
	}
	marks := make([]byte, len(a.bundle.Manifest.Classes))
	if len(a.rows) < len(marks) {
		for k := range marks {
			marks[k] = 1
		}
		for _, row := range a.rows {
			marks[row] = 0
		}
	}
	v.painter.Call("dots", len(marks)) // makes room
	js.CopyBytesToJS(v.painter.Call("marks"), marks)
	v.repaint(true)
}

func (v *embedding) measure() {
	w, h := v.plot.Get("clientWidth").Float(), v.plot.Get("clientHeight").Float()
	if w == v.w && h == v.h || w <= 0 || h <= 0 {
		return
	}
	v.w, v.h, v.aimed = w, h, state.Viewport{}
	v.aim()
	v.painter.Call("resize", w, h)
	if v.points != nil {
		v.to = scatter.Spread(v.points, w, h-toolsRoom)
		v.arrive()
		v.chooseLayer() // its button can be scrolled to now
	}
	v.repaint(true)
}

// repaint paints at the next frame, what is over the dots only, or the dots too.
func (v *embedding) repaint(dots bool) {
	v.anew = v.anew || dots
	if !v.pending {
		v.pending = true
		js.Global().Call("requestAnimationFrame", v.onFrame)
	}
}

func (v *embedding) frame(now float64) {
	if v.to == nil {
		return
	}
	if v.travels {
		if v.since == 0 {
			v.since = now
		}
		scatter.Travel(v.dots, v.from, v.to, (now-v.since)/travelTime)
		v.upload()
		if now-v.since >= travelTime {
			v.arrive()
		} else {
			v.repaint(true)
		}
	}
	c := v.camera
	if v.anew {
		v.anew = v.travels
		radius := scatter.Radius(len(v.dots)/2, v.w, v.h, c.Scale)
		v.painter.Call("paintDots", c.Scale, c.X, c.Y, radius)
	}
	v.paint()
}

// paint paints what is over the dots.
func (v *embedding) paint() {
	a := v.app
	at := scatter.Attention{Set: a.set, Shown: a.shownRows(), Hover: a.hovered, Focus: v.keyboard, Lasso: v.lasso}
	if v.names != nil {
		at.Names = v.names.At(v.camera.Scale)
	}
	plot := scatter.Plot{Dots: v.dots, Widths: v.widths, Camera: v.camera, W: v.w, H: v.h}
	v.ops = plot.Paint(v.ops[:0], at)
	js.CopyBytesToJS(v.painter.Call("buffer", 4*len(v.ops)), bytesOf(v.ops))
	v.painter.Call("paint", len(v.ops))
}

// bytesOf is the memory of numbers.
func bytesOf(numbers []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(numbers))), 4*len(numbers))
}

// move changes the camera.
func (v *embedding) move(c state.Camera) {
	c = v.within(c)
	if c == v.camera {
		return
	}
	look := func(c state.Camera) state.Viewport { return state.NewViewport(c, v.w, v.h, v.w, v.h) }
	if v.camera, v.aimed = c, look(c); v.aimed == look(state.Home()) {
		v.aimed = state.Viewport{}
	}
	v.app.View.Embedding = v.aimed
	v.app.settle()
	v.repaint(true)
}

// within keeps the dots on the surface.
func (v *embedding) within(c state.Camera) state.Camera {
	c.X = min(max(c.X, v.w/2-v.w*c.Scale), v.w/2)
	c.Y = min(max(c.Y, v.h/2-v.h*c.Scale), v.h/2)
	return c
}

// aim points the camera to where the view says.
func (v *embedding) aim() {
	switch view := v.app.View.Embedding; {
	case view == state.Viewport{}:
		v.camera = state.Home()
	case view != v.aimed:
		v.camera = v.within(v.zoomed(view.Camera(v.w, v.h, v.w, v.h), 1, v.w/2, v.h/2))
	}
	v.aimed = v.app.View.Embedding
	v.repaint(true)
}

func (v *embedding) zoom(factor, x, y float64) { v.move(v.zoomed(v.camera, factor, x, y)) }

func (v *embedding) zoomed(c state.Camera, factor, x, y float64) state.Camera {
	return c.ZoomWithin(factor, x, y, 1, scatter.ZoomMost)
}

// hasEmbedding tells whether the bundle lays its classes out.
func (a *App) hasEmbedding() bool {
	if a.bundle == nil {
		return a.early.embedding && a.phase == "loading"
	}
	return a.bundle.Manifest.Parameters.Embedding != nil && len(a.bundle.Manifest.Layers) > 0
}

// embeddingLayer is the layer that the view names, else the last.
func (a *App) embeddingLayer() int {
	m := &a.bundle.Manifest
	if l := m.LayerIndex(a.View.Layer); l >= 0 {
		return l
	}
	return len(m.Layers) - 1
}

// withImages leaves out classes that have no counts.
func withImages(rows []int, classes []model.Class) []int {
	var with []int
	for _, row := range rows {
		if classes[row].Images > 0 {
			with = append(with, row)
		}
	}
	return with
}

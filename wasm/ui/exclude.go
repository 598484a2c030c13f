package ui

import (
	"html"
	"slices"

	"github.com/vugu/vugu/js"
)

// toggleExcluded takes the channel that key names out of the graphs, or back into them.
func (a *App) toggleExcluded(key string) {
	excluded := slices.Clone(a.View.Exclude)
	if k := slices.Index(excluded, key); k >= 0 {
		excluded = slices.Delete(excluded, k, k+1)
		announce(key + " is no longer excluded")
	} else {
		excluded = append(excluded, key)
		if !a.View.Page && a.View.Node == key {
			a.surface.setPin("")
		}
		announce(key + " is excluded")
	}
	a.setExcluded(excluded)
}

func (a *App) setExcluded(keys []string) {
	a.View.Exclude, a.lastChange = keys, ""
	a.commit()
	a.page.update()
}

// setHidden follows the check box of a layer. One layer stays.
func (a *App) setHidden(layer string, hide bool) {
	hidden := slices.DeleteFunc(slices.Clone(a.View.Hide), func(name string) bool { return name == layer })
	if hide {
		hidden = append(hidden, layer)
	}
	if len(hidden) < len(a.layers) {
		a.View.Hide = hidden
	}
	a.request()
}

// commit makes an entry of the history of what was changed, and asks for its graph.
func (a *App) commit() {
	a.writeAddress(true)
	a.request()
	a.render()
}

// excludeText is what a button does that excludes a channel or takes it back.
func (a *App) excludeText(key string) string {
	if slices.Contains(a.View.Exclude, key) {
		return "Take back"
	}
	return "Exclude"
}

// channelButtons pin a channel or free it, and exclude it or take it back.
func (a *App) channelButtons(key string) string {
	k := html.EscapeString(key)
	return `<button class="button" type="button" data-pin="` + k + `">` + a.pinText(key) + `</button>` +
		`<button class="button" type="button" data-exclude="` + k + `">` + a.excludeText(key) + `</button>`
}

// filterClicked follows clicks on what excludes channels or chooses a sign; false if target is nothing of it.
func (a *App) filterClicked(target js.Value) bool {
	if button := target.Call("closest", "[data-exclude]"); button.Truthy() {
		a.toggleExcluded(button.Get("dataset").Get("exclude").String())
		return true
	}
	button := target.Call("closest", "[data-sign]")
	if button.Truthy() {
		a.View.Sign, a.lastChange = button.Get("dataset").Get("sign").String(), ""
		a.commit()
	}
	return button.Truthy()
}

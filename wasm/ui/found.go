package ui

import (
	"slices"
	"strconv"

	"summit/shared/bundle"
	"summit/wasm/state"
)

// Found are the channels that a search names, and what the list of classes then holds.
type Found struct {
	Channels []FoundChannel
	Note     string
}

// FoundChannel is a channel that has a page.
type FoundChannel struct{ Key, Name string }

// found is what the search found of channels.
func (a *App) foundChannels() Found {
	var f Found
	for _, j := range a.found {
		layer, channel := a.bundle.Manifest.LayerOf(j)
		f.Channels = append(f.Channels, FoundChannel{state.NodeKey(a.layers[layer], channel), a.layers[layer] + " " + strconv.Itoa(channel)})
	}
	most := state.Count(bundle.UsageCount)
	switch {
	case len(a.found) == 0:
	case a.users == nil:
		f.Note = a.usageLacks()
	case len(a.found) == 1:
		recorded := int(a.usage[a.found[0]/bundle.UsageBlock].Classes[a.found[0]])
		f.Note = state.Plural(recorded, "class records", "classes record") + " the channel. Listed are those of the " + most + " that use it most, by the share of their images that do."
	default:
		f.Note = "Classes among the " + most + " that use each of the channels most, by the smallest share of their images that do."
	}
	return f
}

// narrow leaves in the list of classes those that use the channels that were searched for, most first.
func (a *App) narrow(channels []int) {
	a.found, a.users = channels, nil
	if len(channels) == 0 {
		return
	}
	if !slices.ContainsFunc(channels, func(j int) bool { return a.usage[j/bundle.UsageBlock] == nil }) {
		rows, users := state.Users(a.bundle.Manifest.Classes, channels, func(j int) *bundle.Usage { return a.usage[j/bundle.UsageBlock] })
		fit := a.rows
		a.rows, a.users = slices.DeleteFunc(rows, func(row int) bool { return !slices.Contains(fit, row) }), users
		return
	}
	if a.asked != a.View.Search && a.bundle.UsageFiles(0) != nil {
		a.asked, a.usageTrouble = a.View.Search, ""
		go a.loadUsage(channels, func() {
			if slices.Equal(a.found, channels) {
				a.filter()
				announce(a.list().Summary)
				a.render()
			}
		})
	}
}

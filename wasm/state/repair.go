package state

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"summit/shared/attribution"
	"summit/shared/model"
)

// Know drops from v what the bundle does not have, and says so. Channels are named as NodeKey does.
func (v *View) Know(m *model.Manifest) (notices []string) {
	say := func(what, name, then string) {
		notices = append(notices, "The address "+what+" "+quote(name)+", which is not here"+then+".")
	}
	channels := func(keys []string, what string) (known []string) {
		for _, key := range keys {
			layer, channel, err := m.FindChannel(key)
			if err != nil {
				say(what, key, "")
				continue
			}
			include(&known, NodeKey(m.Layers[layer].Name, channel))
		}
		return known
	}
	v.Hide = slices.DeleteFunc(v.Hide, func(name string) bool {
		unknown := m.LayerIndex(name) < 0
		if unknown {
			say("hides layer", name, "")
		}
		return unknown
	})
	if len(v.Hide) > 0 && len(v.Hide) == len(m.Layers) {
		v.Hide = nil
		notices = append(notices, "The address hides every layer; all are shown.")
	}
	v.Exclude, v.Pins = channels(v.Exclude, "excludes channel"), channels(v.Pins, "pins channel")
	if v.Node != "" {
		v.Node = strings.Join(channels([]string{v.Node}, "picks channel"), "")
	}
	if v.Layer != "" && m.LayerIndex(v.Layer) < 0 {
		say("asks for layer", v.Layer, "; the last is shown")
		v.Layer = ""
	}
	return append(notices, v.fit(m)...)
}

// fit turns off what the bundle, or the rest of the view, gives no sense.
func (v *View) fit(m *model.Manifest) (notices []string) {
	off := func(senseless bool, notice string) bool {
		if senseless {
			notices = append(notices, notice)
		}
		return senseless
	}
	if off(v.Sign != attribution.SignExcitation && !m.Parameters.Inhibition, "This bundle does not hold inhibition; excitation is shown.") {
		v.Sign = attribution.SignExcitation
	}
	if off((v.Large || v.Embedding != Viewport{}) && m.Parameters.Embedding == nil, "This bundle does not hold an embedding; the graph is shown.") {
		v.Large, v.Embedding = false, Viewport{}
	}
	if off(v.Page && v.Node == "", "The address opens the page of a channel that it does not name.") {
		v.Page = false
	}
	if off(v.PinnedOnly && len(v.Pins) == 0, "The address shows only pinned channels and pins none; all are shown.") {
		v.PinnedOnly = false
	}
	if off(v.Tour > 0 && m.Data.Name != TourData, "The tour is of the demo's bundle, which this is not.") {
		v.Tour = 0
	}
	return notices
}

// include adds value to a list that does not have it.
func include(list *[]string, value string) {
	if value != "" && !slices.Contains(*list, value) {
		*list = append(*list, value)
	}
}

// turn takes what is on where the value is on.
func turn(field *bool, key, value, on string) (notice string) {
	if *field = value == on; *field {
		return ""
	}
	return "The address asked for " + key + " " + quote(value) + "; only " + quote(on) + " means something."
}

// whole takes a whole number.
func whole(field *int, key, value string, lo, hi int) (notice string) {
	x := float64(*field)
	notice = limit(&x, key, value, float64(lo), float64(hi))
	if rounded := math.Round(x); rounded != x {
		x, notice = rounded, refused(key, value, rounded)
	}
	*field = int(x)
	return notice
}

func choose(field *string, key, value string, among []string) (notice string) {
	if slices.Contains(among, value) {
		*field = value
		return ""
	}
	return "The address asked for " + key + " " + quote(value) + ", which there is not; " + *field + " is shown."
}

func limit(field *float64, key, value string, lo, hi float64) (notice string) {
	x, err := strconv.ParseFloat(value, 64)
	if err == nil && x >= lo && x <= hi {
		*field = x + 0 // no negative zero
		return ""
	}
	if err == nil && x > hi {
		*field = hi
	} else if err == nil && x < lo {
		*field = lo
	}
	return refused(key, value, *field)
}

func refused(key, value string, shown float64) string {
	return "The address asked for " + key + " " + quote(value) + "; " + strconv.FormatFloat(shown, 'f', -1, 64) + " is shown."
}

// quotedMost is how many bytes of an address's text a notice repeats.
const quotedMost = 60

// quote repeats a part of an address, whatever it holds.
func quote(text string) string {
	if len(text) > quotedMost {
		text = strings.ToValidUTF8(text[:quotedMost], "") + "\u2026"
	}
	return strconv.Quote(text)
}

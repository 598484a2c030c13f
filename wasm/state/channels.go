package state

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"summit/shared/bundle"
	"summit/shared/model"
)

// ChannelsFound is how many channels a search names at most.
const ChannelsFound = 8

// FindChannels takes the words of a search that name channels, "layer-channel", out of it: rest are the others. A layer
// may be given by a part of its name; one whose name it is wholly comes alone. Channels are model-wide.
func FindChannels(m *model.Manifest, search string) (channels []int, rest string) {
	var words []string
	for _, word := range strings.Fields(search) {
		found := channelsOf(m, word)
		if len(found) == 0 {
			words = append(words, word)
		}
		for _, j := range found {
			if !slices.Contains(channels, j) && len(channels) < ChannelsFound {
				channels = append(channels, j)
			}
		}
	}
	return channels, strings.Join(words, " ")
}

func channelsOf(m *model.Manifest, word string) []int {
	if layer, channel, err := m.FindChannel(word); err == nil {
		return []int{m.Layers[layer].Offset + channel}
	}
	at := strings.LastIndexAny(word, "-:")
	if at <= 0 {
		return nil
	}
	channel, err := strconv.Atoi(word[at+1:])
	if err != nil || channel < 0 {
		return nil
	}
	var found []int
	for _, l := range m.Layers {
		if channel < l.Channels && strings.Contains(strings.ToLower(l.Name), strings.ToLower(word[:at])) {
			found = append(found, l.Offset+channel)
		}
	}
	return found
}

// Users are the classes that are among those that use each of the channels most, and for each the least fraction of its
// images that record one of them: largest first, ties by class. usage gives the lists of a channel.
func Users(classes []model.Class, channels []int, usage func(j int) *bundle.Usage) (rows []int, rate map[int]float64) {
	rate = map[int]float64{}
	seen := map[int]int{} // channels whose lists have had the class
	for k, j := range channels {
		class, count := usage(j).Of(j)
		for n, c := range class {
			row, x := int(c), float64(count[n])/float64(classes[c].Images)
			if seen[row] < k {
				continue
			}
			if seen[row]++; k == 0 || x < rate[row] {
				rate[row] = x
			}
		}
	}
	for row, n := range seen {
		if n == len(channels) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b int) int { return cmp.Or(cmp.Compare(rate[b], rate[a]), a-b) })
	return rows, rate
}

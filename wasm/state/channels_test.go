package state

import (
	"slices"
	"testing"

	"summit/shared/bundle"
	"summit/shared/model"
)

func TestFindChannels(t *testing.T) {
	m := &model.Manifest{Layers: []model.Layer{{Name: "conv2", Channels: 10}, {Name: "mixed3a", Channels: 20, Offset: 10}, {Name: "mixed3a-low", Channels: 20, Offset: 30}}}
	for _, test := range []struct {
		search   string
		channels []int
		rest     string
	}{
		{"mixed3a-4", []int{14}, ""},
		{"mixed3a-low:4", []int{34}, ""},
		{"3a-4", []int{14, 34}, ""},
		{"LOW-19 great conv2-0", []int{49, 0}, "great"},
		{"conv2-10", nil, "conv2-10"},
		{"boeing 747-400", nil, "boeing 747-400"},
		{"conv2-1 conv2:1 -1 conv2- great-1", []int{1}, "-1 conv2- great-1"},
		{"mixed-7", []int{17, 37}, ""},
		{"", nil, ""},
	} {
		channels, rest := FindChannels(m, test.search)
		if !slices.Equal(channels, test.channels) || rest != test.rest {
			t.Errorf("%q: %v and %q instead of %v and %q", test.search, channels, rest, test.channels, test.rest)
		}
	}
}

// usageOf lists classes and counts of channels from 0 on.
func usageOf(lists ...[][2]uint32) func(int) *bundle.Usage {
	u := &bundle.Usage{}
	for _, list := range lists {
		for k := range bundle.UsageCount {
			class, count := uint32(bundle.NoClass), uint32(0)
			if k < len(list) {
				class, count = list[k][0], list[k][1]
			}
			u.Class, u.Count = append(u.Class, class), append(u.Count, count)
		}
	}
	return func(int) *bundle.Usage { return u }
}

func TestUsers(t *testing.T) {
	classes := []model.Class{{Images: 10}, {Images: 20}, {Images: 10}, {Images: 10}}
	usage := usageOf([][2]uint32{{2, 9}, {0, 8}, {1, 10}}, [][2]uint32{{1, 16}, {3, 7}, {0, 5}, {2, 5}})
	for _, test := range []struct {
		channels []int
		want     []int
		least    float64
	}{
		{[]int{0}, []int{2, 0, 1}, 0.5}, {[]int{1}, []int{1, 3, 0, 2}, 0.5}, {[]int{0, 1}, []int{0, 1, 2}, 0.5}, {[]int{1, 0}, []int{0, 1, 2}, 0.5},
	} {
		rows, rate := Users(classes, test.channels, usage)
		if !slices.Equal(rows, test.want) || rate[rows[len(rows)-1]] != test.least {
			t.Errorf("%v: %v, %v", test.channels, rows, rate)
		}
	}
}

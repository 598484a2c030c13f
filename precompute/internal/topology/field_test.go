package topology

import (
	"math/rand/v2"
	"testing"
)

// checkFields changes one pixel after the other along a row and a column through the middle of what a position sees, and
// compares the pixels that move the position with the layer's receptive field.
func checkFields(t *testing.T, data []byte, net *Network) {
	t.Helper()
	var tensors []string
	for _, l := range net.Layers {
		tensors = append(tensors, l.Tensor)
	}
	s := newSession(t, data, nil, tensors)
	for _, l := range net.Layers {
		for a := range 2 {
			checkField(t, s, net, l, a)
		}
	}
}

func checkField(t *testing.T, s *session, net *Network, l Layer, a int) {
	t.Helper()
	at := [2]int{l.Height / 2, l.Width / 2}
	limit := [2]int{net.Input.Height, net.Input.Width}
	other := 1 - a
	start := l.Field.Start[other] + at[other]*l.Field.Stride[other]
	end := min(start+l.Field.Size[other], limit[other])
	start = max(start, 0)
	first, last := -1, -1
	for p := range limit[a] {
		for _, q := range []int{(start + end) / 2, start, end - 1} { // the first may lie in a gap of a dilation
			var pixel [2]int
			pixel[a], pixel[other] = p, q
			if sees(s, net, l, pixel, at) {
				if first < 0 {
					first = p
				}
				last = p
				break
			}
		}
	}
	start = l.Field.Start[a] + at[a]*l.Field.Stride[a]
	want := [2]int{max(start, 0), min(start+l.Field.Size[a], limit[a]) - 1}
	if edge := limit[a] - 1; want[1] == edge && edge-last < l.Field.Stride[a] {
		last = edge // with strides it happens that no window reaches the last pixels
	}
	if [2]int{first, last} != want {
		t.Errorf("layer %q, axis %d, position %d: pixels %d to %d move it, the field says %v", l.Name, a, at[a], first, last, want)
	}
}

// sees tells whether the pixel changes any channel at the position, for some image and some change.
func sees(s *session, net *Network, l Layer, pixel, at [2]int) bool {
	r := rand.New(rand.NewPCG(7, 8))
	plane := net.Input.Height * net.Input.Width
	for range 4 {
		image := random(r, 0, 1, net.Input.Channels, net.Input.Height, net.Input.Width)
		before := s.run(map[string]array{net.Input.Name: image})[l.Tensor]
		for c := range net.Input.Channels {
			image.data[c*plane+pixel[0]*net.Input.Width+pixel[1]] += float32(r.NormFloat64()) * 1e5
		}
		after := s.run(map[string]array{net.Input.Name: image})[l.Tensor]
		for c := range l.Channels {
			if before.at(c, at[0], at[1]) != after.at(c, at[0], at[1]) {
				return true
			}
		}
	}
	return false
}

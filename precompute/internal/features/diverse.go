package features

import (
	"bytes"
	"context"
	"image"
	"image/png"

	"summit/precompute/internal/featurevis"
)

// push is how much it weighs at most against a picture's activation, in units of the strongest dataset example's, that it is like another of
// its group.
const push = 1

// pushes are those of the attempts after the first, which come to where pictures are too weak.
var pushes = []float32{push, push / 4., 0}

// strengthen makes a unit's diversity pictures again where a channel's keep, on average, less than featurevis.Least of the feature visualization's
// activation. Those of them that do begin as the feature visualization then. The strongest four are taken.
func (b *bench) strengthen(ctx context.Context, u unit, made []pictures) error {
	begun := map[channel][]image.Image{} // what their pictures begin as; once one has begun as the feature visualization it stays so
	for _, push := range pushes {
		how := attempt{push: push}
		var weak []channel
		var at []int
		for k, c := range u.channels {
			main, _ := b.job.get(feature, c)
			if len(main.PNG) == 0 || mean(made[k].Activation) >= featurevis.Least*main.Activation[0] {
				continue
			}
			if begun[c] == nil {
				begun[c] = make([]image.Image, u.each)
			}
			img, err := png.Decode(bytes.NewReader(main.PNG[0]))
			if err != nil {
				return err
			}
			for n, activation := range made[k].Activation {
				if !(activation >= featurevis.Least*main.Activation[0]) {
					begun[c][n] = img
				}
			}
			weak, at, how.starts = append(weak, c), append(at, k), append(how.starts, begun[c])
		}
		again, err := b.pictures(ctx, u, weak, how)
		if err != nil {
			return err
		}
		for k, p := range again {
			if mean(p.Activation) > mean(made[at[k]].Activation) {
				made[at[k]] = p
			}
		}
	}
	return nil
}

func mean(values []float32) (sum float32) {
	for _, v := range values {
		sum += v / float32(len(values))
	}
	return sum
}

// apart are the weights that push the n-th picture of a group apart from the others.
func (b *bench) apart(n int, push float32) []float32 {
	weights := make([]float32, b.goal.Objectives())
	for other := range featurevis.Group {
		if other != n {
			weights[b.goal.Channels+other] = -push
		}
	}
	return weights
}

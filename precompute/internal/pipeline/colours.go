package pipeline

import (
	"fmt"
	"image"
	"sync"

	"golang.org/x/sync/errgroup"

	"summit/shared/model"
)

// What a sample of colours consists of: so many images, evenly spaced over those that were aggregated, and of each a grid of so many
// pixels a side.
const (
	colourImages = 256
	colourGrid   = 48
)

// moments are sums over pixels: whole numbers, so that their order does not matter.
type moments struct {
	pixels uint64
	sum    [3]uint64
	square [3][3]uint64
}

// colours measures the images' colours on a sample.
func (j *job) colours() (*model.Colours, error) {
	done := j.sum.Head.Done
	n := min(len(done), colourImages)
	var mu sync.Mutex
	var total moments
	var group errgroup.Group
	group.SetLimit(j.options.Threads)
	for k := range n {
		group.Go(func() error {
			picture, err := j.readAgain(done[k*len(done)/n].Item)
			if err != nil {
				return err
			}
			m := momentsOf(picture)
			mu.Lock()
			defer mu.Unlock()
			total.add(&m)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("colours of the images: %w", err)
	}
	return total.colours(n), nil
}

// momentsOf looks at the pixels in the middle of a grid's cells.
func momentsOf(picture image.Image) (m moments) {
	bounds := picture.Bounds()
	for y := range colourGrid {
		for x := range colourGrid {
			at := bounds.Min.Add(image.Pt((2*x+1)*bounds.Dx()/(2*colourGrid), (2*y+1)*bounds.Dy()/(2*colourGrid)))
			r, g, b, _ := picture.At(at.X, at.Y).RGBA()
			pixel := [3]uint64{uint64(r >> 8), uint64(g >> 8), uint64(b >> 8)}
			m.pixels++
			for i, v := range pixel {
				m.sum[i] += v
				for k, w := range pixel {
					m.square[i][k] += v * w
				}
			}
		}
	}
	return m
}

func (m *moments) add(other *moments) {
	m.pixels += other.pixels
	for i := range m.sum {
		m.sum[i] += other.sum[i]
		for k := range m.square[i] {
			m.square[i][k] += other.square[i][k]
		}
	}
}

// colours are the moments of values from 0 to 1.
func (m *moments) colours(images int) *model.Colours {
	c := &model.Colours{Images: images}
	n := float64(m.pixels)
	for i := range m.sum {
		c.Mean[i] = float64(m.sum[i]) / n / 255
	}
	for i := range m.square {
		for k := range m.square[i] {
			c.Covariance[i][k] = float64(m.square[i][k])/n/(255*255) - float64(c.Mean[i]*c.Mean[k])
		}
	}
	return c
}

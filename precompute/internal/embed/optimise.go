package embed

import "context"

// Point is a place in the plane.
type Point [2]float64

// Constants of the descent, umap-learn's.
const (
	negativeSamples = 5   // for each sampled edge
	stepLimit       = 4.0 // along an axis, at rate 1
)

// descent is algorithm 5, OptimizeEmbedding: stochastic gradient descent over the graph's edges, each sampled as often
// as its weight says, with negative samples in between.
type descent struct {
	points                []Point
	home                  []Point // nil, or where a spring pulls each point to
	attraction, repulsion *force
	random                random
}

// run takes that many epochs, in which the learning rate falls from rate to 0.
func (d *descent) run(ctx context.Context, edges []edge, epochs int, rate float64) error {
	schedule := newSchedule(edges, epochs)
	for epoch := range epochs {
		if err := ctx.Err(); err != nil {
			return err
		}
		alpha := rate * (1 - float64(epoch)/float64(epochs))
		d.pull(alpha * nextSpring)
		for k := range schedule {
			s := &schedule[k]
			if s.next > float32(epoch) {
				continue
			}
			s.next += s.every
			d.attract(s.head, s.tail, alpha)
			for range negativeSamples {
				d.repel(s.head, d.random.below(len(d.points)), alpha)
			}
		}
	}
	return nil
}

// pull moves every point a fraction of the way home.
func (d *descent) pull(fraction float64) {
	for c, home := range d.home {
		p := &d.points[c]
		p[0] += float64(fraction * (home[0] - p[0]))
		p[1] += float64(fraction * (home[1] - p[1]))
	}
}

// sample is an edge that comes up every so many epochs.
type sample struct {
	head, tail  int32
	every, next float32
}

// newSchedule leaves out edges that would not come up.
func newSchedule(edges []edge, epochs int) []sample {
	var heaviest float32
	for _, e := range edges {
		heaviest = max(heaviest, e.weight)
	}
	schedule := make([]sample, 0, len(edges))
	for _, e := range edges {
		if e.weight*float32(epochs) >= heaviest {
			every := heaviest / e.weight
			schedule = append(schedule, sample{e.head, e.tail, every, every})
		}
	}
	return schedule
}

// attract moves the two points of an edge towards each other.
func (d *descent) attract(head, tail int32, alpha float64) {
	p, q := &d.points[head], &d.points[tail]
	x, y := p[0]-q[0], p[1]-q[1]
	f := d.attraction.at(float64(x*x) + float64(y*y))
	x, y = alpha*limit(f*x), alpha*limit(f*y)
	p[0], p[1] = p[0]+x, p[1]+y
	q[0], q[1] = q[0]-x, q[1]-y
}

// repel moves a point away from another one.
func (d *descent) repel(head, other int32, alpha float64) {
	p, q := &d.points[head], &d.points[other]
	x, y := p[0]-q[0], p[1]-q[1]
	f := d.repulsion.at(float64(x*x) + float64(y*y))
	p[0] += float64(alpha * limit(f*x))
	p[1] += float64(alpha * limit(f*y))
}

func limit(x float64) float64 {
	if x > stepLimit {
		return stepLimit
	}
	if x < -stepLimit {
		return -stepLimit
	}
	return x
}

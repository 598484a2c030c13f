package embed

import "context"

// Options of the layouts.
type Options struct {
	Neighbours int     // of each class that are kept close, the class itself counted as in the paper
	MinDist    float64 // distance up to which points of the plane are as close as can be
	Spread     float64 // distance beyond MinDist over which membership falls to 1/e
	Seed       uint64
	Workers    int // for what does not depend on an order
}

// Standard are the options that bundles are made with.
func Standard(workers int) Options {
	return Options{Neighbours: 15, MinDist: 0.1, Spread: 1, Seed: 1, Workers: workers}
}

// Layout is one layer's.
type Layout struct {
	Points          []Point       // [classes] their mean is the origin
	Neighbours      [][]Neighbour // [classes] nearest first; fewer where less classes have anything in common
	Trustworthiness *float64      // at TrustNeighbours neighbours; nil where there is nothing to measure
}

// How a layout starts: the first one at the paper's rate; the next ones, which begin near their end, at a lower rate and
// for fewer epochs, and held back by a spring.
const (
	firstRate  = 1.0
	nextRate   = 0.1
	nextEpochs = 0.6 // of the first layout's
	nextSpring = 0.3
	startNoise = 1e-3 // what sets classes apart that start at the same place
)

// How many layouts a layer gets of which the best is kept.
const (
	triedClasses = 1000
	mostTries    = 5
)

// Layouts makes the layouts of a network's layers, one after the other.
type Layouts struct {
	options               Options
	attraction, repulsion *force
	last                  []Point
}

// New begins before the first layer.
func New(o Options) *Layouts {
	c := fitCurve(o.MinDist, o.Spread)
	return &Layouts{options: o, attraction: c.attraction(), repulsion: c.repulsion()}
}

// Next lays out the next layer, of as many classes as the one before. The only error is that of ctx.
func (s *Layouts) Next(ctx context.Context, r *Rows) (Layout, error) {
	k := max(min(s.options.Neighbours, r.Classes())-1, 0)
	lists, err := nearestOf(ctx, r, k, s.options.Workers)
	if err != nil {
		return Layout{}, err
	}
	layout := Layout{Neighbours: lists}
	if layout.Points, layout.Trustworthiness, err = s.best(ctx, r, fuzzyGraph(lists)); err != nil {
		return Layout{}, err
	}
	s.last = layout.Points
	return layout, nil
}

// best makes as many layouts as fit into the time of one of triedClasses classes, and returns the first of those with the
// largest trustworthiness: that of few classes varies with the seed.
func (s *Layouts) best(ctx context.Context, r *Rows, edges []edge) (points []Point, trust *float64, err error) {
	for try := range max(1, min(triedClasses/max(r.Classes(), 1), mostTries)) {
		tried, err := s.place(ctx, r, edges, s.options.Seed+uint64(try))
		if err != nil {
			return nil, nil, err
		}
		reached, err := trustworthiness(ctx, r, tried, s.options.Workers)
		if err != nil {
			return nil, nil, err
		}
		if points == nil || reached != nil && *reached > *trust {
			points, trust = tried, reached
		}
	}
	return points, trust, nil
}

// nearestOf returns each class's k nearest others.
func nearestOf(ctx context.Context, r *Rows, k, workers int) ([][]Neighbour, error) {
	if r.Classes() <= exactClasses {
		return exact(ctx, r, k, workers)
	}
	return approximate(ctx, r, k, workers)
}

// place finds points for a layer's graph.
func (s *Layouts) place(ctx context.Context, r *Rows, edges []edge, seed uint64) ([]Point, error) {
	d := &descent{attraction: s.attraction, repulsion: s.repulsion, random: random(seed)}
	rate, rounds := firstRate, epochs(r.Classes())
	if s.last == nil {
		d.points = principalStart(r)
	} else {
		d.points, d.home = append([]Point{}, s.last...), s.last
		rate, rounds = nextRate, int(nextEpochs*float64(rounds))
	}
	for c := range d.points {
		d.points[c][0] += startNoise * d.random.unit()
		d.points[c][1] += startNoise * d.random.unit()
	}
	if err := d.run(ctx, edges, rounds, rate); err != nil {
		return nil, err
	}
	centre(d.points)
	if s.last != nil {
		turnOnto(d.points, s.last)
	}
	return d.points, nil
}

// epochs of a layout that starts from nothing, as umap-learn has them.
func epochs(classes int) int {
	if classes <= 10_000 {
		return 500
	}
	return 200
}

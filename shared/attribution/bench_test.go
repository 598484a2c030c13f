package attribution

import (
	"fmt"
	"testing"
)

// BenchmarkPageRank solves 6,000 nodes, with as many influences as a class of InceptionV1 may have and with many more,
// once for each stop rule.
func BenchmarkPageRank(b *testing.B) {
	for _, influences := range []int{100_000, 1_000_000} {
		n, c := large(influences, 400, 500, 600, 600, 600, 650, 800, 850, 1000)
		s, err := NewSolver(n, c)
		if err != nil {
			b.Fatal(err)
		}
		p := restart(n, s.matrix.node, s.activation())
		for _, solver := range []struct {
			stop  string
			solve func([]float64, float64) Scores
		}{{StopConverged, s.matrix.relax}, {StopCompat, s.matrix.power}} {
			b.Run(fmt.Sprintf("%d/%s", influences, solver.stop), func(b *testing.B) {
				iterations := 0
				for b.Loop() {
					iterations += solver.solve(p, 0.85).Iterations
				}
				b.ReportMetric(float64(iterations)/float64(b.N), "iterations/op")
				b.ReportMetric(b.Elapsed().Seconds()*1000/float64(iterations), "ms/iteration")
			})
		}
	}
}

// BenchmarkGraph measures a change of class (a new Solver), of damping, and of mass.
func BenchmarkGraph(b *testing.B) {
	n, c := large(1_000_000, 400, 500, 600, 600, 600, 650, 800, 850, 1000)
	s, err := NewSolver(n, c)
	if err != nil {
		b.Fatal(err)
	}
	graph := func(b *testing.B, s *Solver, p Parameters) {
		if _, err := s.Graph(p); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("class", func(b *testing.B) {
		for b.Loop() {
			s, err := NewSolver(n, c)
			if err != nil {
				b.Fatal(err)
			}
			graph(b, s, DefaultParameters())
		}
	})
	b.Run("damping", func(b *testing.B) {
		p := DefaultParameters()
		for b.Loop() {
			p.Damping = 1.69 - p.Damping // 0.85 and 0.84 in turn
			graph(b, s, p)
		}
	})
	b.Run("mass", func(b *testing.B) {
		for b.Loop() {
			graph(b, s, DefaultParameters())
		}
	})
}

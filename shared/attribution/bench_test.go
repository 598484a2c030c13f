package attribution

import "testing"

// BenchmarkPageRank solves 6,000 nodes with 1,000,000 influences, once for each stop rule.
func BenchmarkPageRank(b *testing.B) {
	n, c := large(1_000_000, 400, 500, 600, 600, 600, 650, 800, 850, 1000)
	g := newMatrix(n, c)
	s, err := NewSolver(n, c)
	if err != nil {
		b.Fatal(err)
	}
	p := restart(n, g.node, s.activation())
	solve := func(b *testing.B, solver func([]float64, float64) Scores) {
		iterations := 0
		for b.Loop() {
			iterations += solver(p, 0.85).Iterations
		}
		b.ReportMetric(float64(iterations)/float64(b.N), "iterations/op")
		b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(iterations), "ms/iteration")
		b.ReportMetric(float64(len(c.Influence.Indices)), "entries")
	}
	b.Run("converged", func(b *testing.B) { solve(b, g.relax) })
	b.Run("compat", func(b *testing.B) { solve(b, g.power) })
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
			p.Damping = 1.7 - p.Damping - 0.01
			graph(b, s, p)
		}
	})
	b.Run("mass", func(b *testing.B) {
		for b.Loop() {
			graph(b, s, DefaultParameters())
		}
	})
}

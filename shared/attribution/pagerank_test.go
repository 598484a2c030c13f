package attribution

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/sparse"
)

func solve(t interface{ Fatal(...any) }, n *Network, c *Counts, p Parameters) (Scores, []float64) {
	s, err := NewSolver(n, c)
	if err != nil {
		t.Fatal(err)
	}
	return s.PageRank(p)
}

func TestPageRankEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := drawParameters(t)
		scores, restart := solve(t, n, c, p)
		if p.Stop == StopCompat {
			want, iterations, converged := referencePower(n, c, restart, p.Damping)
			if scores.Iterations != iterations || scores.Converged != converged {
				t.Fatalf("%d iterations, converged %v instead of %d, %v", scores.Iterations, scores.Converged, iterations, converged)
			}
			if d := distance(scores.Rank, want); d > 1e-12 {
				t.Fatalf("L1 distance %g from the reference", d)
			}
			return
		}
		if !scores.Converged {
			t.Fatalf("not converged after %d sweeps at damping %v", scores.Iterations, p.Damping)
		}
		if d := distance(scores.Rank, referencePageRank(n, c, restart, p.Damping)); d > 1e-9 {
			t.Fatalf("L1 distance %g from the solution", d)
		}
	})
}

func TestRanksSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		scores, restart := solve(t, n, c, drawParameters(t))
		want := 1.0
		if len(n.Excluded) == n.Channels() {
			want = 0
		}
		for _, vector := range [][]float64{scores.Rank, restart} {
			sum := 0.0
			for j, value := range vector {
				sum += value
				if value < 0 || value > 0 && slices.Contains(n.Excluded, j) {
					t.Fatalf("channel %d has %v", j, value)
				}
			}
			if math.Abs(sum-want) > 1e-9 {
				t.Fatalf("the sum is %v", sum)
			}
		}
	})
}

func TestRanksFollowPermutedChannels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := drawParameters(t)
		order := drawPermutation(t, n) // channel order[j] becomes channel j
		permuted := *n
		permuted.Excluded = nil
		permuted.MeanRate = make([]float64, len(order))
		activation := make([]uint32, len(order))
		dense, weights := denseOf(c.Influence), make([][]uint32, len(order))
		for j, was := range order {
			permuted.MeanRate[j], activation[j] = n.MeanRate[was], c.Activation[was]
			if slices.Contains(n.Excluded, was) {
				permuted.Excluded = append(permuted.Excluded, j)
			}
			weights[j] = make([]uint32, len(order))
			for i, earlier := range order {
				weights[j][i] = dense[was][earlier]
			}
		}
		scores, _ := solve(t, n, c, p)
		again, _ := solve(t, &permuted, &Counts{Images: c.Images, Activation: activation, Influence: matrixOf(weights)}, p)
		for j, was := range order {
			if math.Abs(again.Rank[j]-scores.Rank[was]) > 1e-9 {
				t.Fatalf("channel %d, which was %d, has rank %v instead of %v", j, was, again.Rank[j], scores.Rank[was])
			}
		}
	})
}

// drawPermutation permutes the channels of each layer among themselves.
func drawPermutation(t *rapid.T, n *Network) []int {
	var order []int
	for _, span := range n.Layers {
		layer := make([]int, span.Channels)
		for k := range layer {
			layer[k] = span.Offset + k
		}
		if len(layer) > 0 {
			layer = rapid.Permutation(layer).Draw(t, "layer")
		}
		order = append(order, layer...)
	}
	return order
}

func TestRanksIgnoreScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := drawParameters(t)
		factor := rapid.Uint32Range(2, 1000).Draw(t, "factor")
		scale := func(counts []uint32) []uint32 {
			scaled := slices.Clone(counts)
			for k := range scaled {
				scaled[k] *= factor
			}
			return scaled
		}
		m := sparse.CSR{Indptr: c.Influence.Indptr, Indices: c.Influence.Indices, Values: scale(c.Influence.Values)}
		scores, _ := solve(t, n, c, p)
		again, _ := solve(t, n, &Counts{Images: c.Images * factor, Activation: scale(c.Activation), Influence: m}, p)
		if d := distance(scores.Rank, again.Rank); d > 1e-9 {
			t.Fatalf("scaled counts move ranks by %g", d)
		}
	})
}

func TestLoopsOverRowsEqualPlainOnes(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for length := range 35 {
		indices, values := make([]uint32, length), make([]uint32, length)
		y, z, want := make([]float64, 80), make([]float64, 80), make([]float64, 80)
		sum := 0.0
		for k := range y {
			y[k] = float64(random.IntN(1000))
		}
		for k := range indices {
			indices[k], values[k] = uint32(2*k+random.IntN(2)), random.Uint32N(1000)
			sum += float64(values[k]) * y[indices[k]]
			want[indices[k]] = 3 * float64(values[k])
		}
		scatter(indices, values, 3, z)
		if got := gather(indices, values, y); got != sum || !slices.Equal(z, want) {
			t.Errorf("%d entries: gather gives %v instead of %v, scatter %v instead of %v", length, got, sum, z, want)
		}
	}
}

func TestSolverForgetsNothingItNeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		s, err := NewSolver(n, c)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			p := drawParameters(t)
			kept, _ := s.PageRank(p)
			fresh, _ := solve(t, n, c, p)
			if !slices.Equal(kept.Rank, fresh.Rank) || kept.Iterations != fresh.Iterations {
				t.Fatalf("parameters %+v give other ranks after a change than at first", p)
			}
			graph, err := s.Graph(p)
			if err != nil {
				t.Fatal(err)
			}
			if first, err := Build(n, c, p); err != nil || !reflect.DeepEqual(graph, first) {
				t.Fatalf("parameters %+v give another graph after a change than at first, error %v", p, err)
			}
		}
	})
}

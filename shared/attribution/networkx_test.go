package attribution

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"testing"
)

// networkxTable is made by testdata/pagerank.py with the version of networkx that its first line names.
//
//go:embed testdata/pagerank.txt
var networkxTable string

// networkxCase is one graph of the table.
type networkxCase struct {
	name              string
	damping           float64
	network           *Network
	counts            *Counts
	compat, converged []float64
}

func TestPageRankEqualsNetworkx(t *testing.T) {
	cases := readNetworkx(t)
	if len(cases) < 8 {
		t.Fatalf("%d graphs in the table", len(cases))
	}
	for _, c := range cases {
		s, err := NewSolver(c.network, c.counts)
		if err != nil {
			t.Fatal(err)
		}
		p := DefaultParameters()
		p.Damping = c.damping
		for _, rule := range []struct {
			stop      string
			want      []float64
			tolerance float64
		}{{StopCompat, c.compat, 1e-12}, {StopConverged, c.converged, 1e-9}} {
			p.Stop = rule.stop
			scores, _ := s.PageRank(p)
			if scores.Converged != (len(rule.want) > 0) {
				t.Errorf("%s, %s: converged %v after %d iterations", c.name, rule.stop, scores.Converged, scores.Iterations)
			}
			if len(rule.want) == 0 {
				continue
			}
			if d := distance(scores.Rank, rule.want); d > rule.tolerance {
				t.Errorf("%s, %s: L1 distance %g from networkx", c.name, rule.stop, d)
			}
		}
	}
}

// distance is the L1 distance of two vectors.
func distance(a, b []float64) float64 {
	if len(a) != len(b) {
		return math.Inf(1)
	}
	sum := 0.0
	for k := range a {
		sum += math.Abs(a[k] - b[k])
	}
	return sum
}

func readNetworkx(t *testing.T) []networkxCase {
	t.Helper()
	var cases []networkxCase
	var weights [][]uint32
	for line := range strings.Lines(networkxTable) {
		fields := strings.Fields(line)
		switch fields[0] {
		case "graph":
			sizes := numbers[int](t, fields[3:])
			c := networkxCase{name: fields[1], damping: numbers[float64](t, fields[2:3])[0], network: network(sizes...)}
			c.counts = &Counts{Images: 1300}
			weights = make([][]uint32, c.network.Channels())
			for j := range weights {
				weights[j] = make([]uint32, len(weights))
			}
			cases = append(cases, c)
		case "a":
			cases[len(cases)-1].counts.Activation = numbers[uint32](t, fields[1:])
		case "e":
			e := numbers[uint32](t, fields[1:])
			weights[e[0]][e[1]] = e[2]
		case "compat":
			cases[len(cases)-1].counts.Influence = matrixOf(weights)
			cases[len(cases)-1].compat = numbers[float64](t, fields[1:])
		case "converged":
			cases[len(cases)-1].converged = numbers[float64](t, fields[1:])
		}
	}
	return cases
}

func numbers[T int | uint32 | float64](t *testing.T, fields []string) []T {
	t.Helper()
	values := make([]T, len(fields))
	for k, field := range fields {
		value, err := strconv.ParseFloat(field, 64)
		if err != nil {
			t.Fatal(err)
		}
		values[k] = T(value)
	}
	return values
}

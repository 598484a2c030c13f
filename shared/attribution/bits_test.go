package attribution

import (
	_ "embed"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the goldens of testdata anew")

//go:embed testdata/bits.txt
var bitsGolden string

// TestBits compares every bit of ranks with a golden that was written on amd64: the page must select the same nodes as
// the command line, whatever either is compiled for.
func TestBits(t *testing.T) {
	n, c := large(900, 30, 40, 30, 20)
	c.Activation[3], c.Activation[71] = 0, 0
	n.Excluded = []int{5, 40, 119}
	s, err := NewSolver(n, c)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, damping := range []float64{0, 0.5, 0.85, 0.97} {
		for _, stop := range Stops() {
			for _, rank := range []string{RankPageRank, RankPageRankLift} {
				p := Parameters{Rank: rank, Damping: damping, Stop: stop}
				scores, _ := s.PageRank(p)
				fmt.Fprintf(&b, "%s %s %v %d\n", rank, stop, damping, scores.Iterations)
				for j, value := range scores.Rank {
					separator := " "
					if j%6 == 5 {
						separator = "\n"
					}
					fmt.Fprintf(&b, "%016x%s", math.Float64bits(value), separator)
				}
			}
		}
	}
	if *update {
		if err := os.WriteFile("testdata/bits.txt", []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got := b.String(); got != bitsGolden {
		const file = "testdata/bits.got.txt"
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Error(err)
		}
		t.Errorf("ranks differ in their bits: compare %s with testdata/bits.txt", file)
	}
}

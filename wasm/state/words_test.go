package state

import "testing"

func TestSetName(t *testing.T) {
	names := []string{"tench", "crane", "owl", "hare"}
	for n, want := range []string{"", "tench", "tench and crane", "tench, crane and 1 more", "tench, crane and 2 more"} {
		if got := SetName(names[:n]); got != want {
			t.Errorf("%d classes: %q", n, got)
		}
	}
}

func TestSetTitle(t *testing.T) {
	names := []string{"tench", "crane", "owl"}
	for set, want := range map[string]string{"union": "tench, crane and 1 more", "intersection": "tench, crane and 1 more in common", "difference": "tench without crane and owl"} {
		if got := SetTitle(names, set); got != want {
			t.Errorf("%s: %q", set, got)
		}
		if got := SetTitle(names[:1], set); got != "tench" {
			t.Errorf("%s of one class: %q", set, got)
		}
	}
}

func TestPercentDoesNotMakeAllOfWhatIsNot(t *testing.T) {
	for x, want := range map[float64]string{0: "0.0%", 0.4945: "49.5%", 0.9917: "99.2%", 0.9997: "99.97%", 1: "100.0%"} {
		if got := Percent(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
}

package topology

import (
	"fmt"
	"strings"
)

// describe writes a network without its numbers, for goldens.
func describe(net *Network) string {
	b := new(strings.Builder)
	fmt.Fprintf(b, "input %s %dx%dx%d, output %s, %d classes, softmax %v\n", net.Input.Name, net.Input.Channels, net.Input.Height, net.Input.Width,
		net.Output, net.Classes, net.Softmax)
	for _, l := range net.Layers {
		fmt.Fprintf(b, "layer %s = %s: %d of %dx%d, sees %v every %v from %v\n", l.Name, l.Tensor, l.Channels, l.Height, l.Width,
			l.Field.Size, l.Field.Stride, l.Field.Start)
	}
	for _, l := range net.Links {
		var from []string
		for _, u := range l.Units[:len(l.From)] {
			from = append(from, u.Name)
		}
		fmt.Fprintf(b, "link %s -> %s\n", strings.Join(from, ", "), net.Layers[l.To].Name)
		for _, u := range l.Units[len(l.From) : len(l.Units)-1] {
			fmt.Fprintf(b, "  inner %s: %d\n", u.Name, u.Channels)
		}
		for _, s := range l.Steps {
			fmt.Fprintf(b, "  %s -> %s %s\n", s.Name, l.Units[s.To].Name, ranges(s.Outputs))
			for _, t := range s.Terms {
				fmt.Fprintf(b, "    %s\n", describeTerm(l, t))
			}
		}
	}
	for _, g := range net.Gaps {
		fmt.Fprintf(b, "gap %s -> %s: %s (%s): %s\n", net.Layers[g.From].Name, net.Layers[g.To].Name, g.Node, g.Op, g.Reason)
	}
	return b.String()
}

func describeTerm(l Link, t Term) string {
	what := "pass " + ranges(t.Pass)
	if t.Scale != nil {
		what += fmt.Sprintf(" scaled %.3g", t.Scale)
	}
	if k := t.Kernel; k != nil {
		what = ReportKernel{[2]int{k.Height, k.Width}, k.Stride, k.Dilation, k.Pads, k.Group}.String()
		if k.Pads != [4]int{} {
			what += fmt.Sprintf(" pads %v", k.Pads)
		}
	}
	return fmt.Sprintf("%s of %s: %s", what, t.Tensor, describeSources(l, t.Sources))
}

// describeSources joins runs of channels of one unit.
func describeSources(l Link, sources []Source) string {
	var parts []string
	for i := 0; i < len(sources); {
		k := i
		var channels []int
		for k < len(sources) && sources[k].Unit == sources[i].Unit {
			channels = append(channels, sources[k].Channel)
			k++
		}
		if sources[i].Unit < 0 {
			parts = append(parts, fmt.Sprintf("%d without", k-i))
		} else {
			parts = append(parts, l.Units[sources[i].Unit].Name+" "+ranges(channels))
		}
		i = k
	}
	return strings.Join(parts, ", ")
}

// ranges writes [0 1 2 5] as "0-2 5".
func ranges(list []int) string {
	var parts []string
	for i := 0; i < len(list); {
		k := i
		for k+1 < len(list) && list[k+1] == list[k]+1 && list[k] >= 0 {
			k++
		}
		if k > i {
			parts = append(parts, fmt.Sprintf("%d-%d", list[i], list[k]))
		} else {
			parts = append(parts, fmt.Sprint(list[i]))
		}
		i = k + 1
	}
	return strings.Join(parts, " ")
}

package topology

import (
	"slices"
	"strings"
)

// innerChains are the layers that only some paths pass through, such as those inside a block: the channels of a convolution, sum
// or concatenation up to the end of what normalizes and activates them.
func (g *graph) innerChains(layers []chain) []chain {
	taken := map[string]bool{}
	for _, c := range layers {
		for _, member := range c.members {
			taken[member] = true
		}
	}
	var found []chain
	for i, n := range g.nodes {
		tensor := g.readOutput(n)
		if o := g.classify(n); o.kind != convolve && o.kind != sum && o.kind != concat || taken[tensor] || g.cut[tensor] || !g.isMap(tensor) {
			continue
		}
		c := newChain(n, tensor, i, g.isFloat(tensor))
		for next := g.onward(tensor); next != nil; next = g.onward(tensor) {
			o := g.classify(next)
			out := g.readOutput(next)
			if o.kind != affine && o.kind != activate || o.from != tensor || taken[out] || g.cut[out] {
				break
			}
			tensor = out
			if g.isMap(tensor) {
				c.grow(next, tensor, slices.Index(g.nodes, next), g.isFloat(tensor))
			}
		}
		found = append(found, c)
	}
	return found
}

// innerNames are names of inner layers that no layer has, after the convolution or sum that makes their channels.
func (g *graph) innerNames(inner, layers []chain, names []string) []string {
	sites := slices.Clone(inner)
	for i := range sites {
		sites[i].tensor = sites[i].members[0]
	}
	root := stripCommonRoot(g.distinctNames(layers))
	used := map[string]bool{}
	for _, name := range names {
		used[name] = true
	}
	out := g.distinctNames(sites)
	for i := range out {
		out[i] = unique(strings.TrimPrefix(out[i], root), len(names)+i, used)
	}
	return out
}

package topology

import (
	"slices"
	"strings"

	"summit/precompute/internal/hint"
)

// layerChains is every layer's chain, or those that the patterns choose, in the network's order.
func (g *graph) layerChains(patterns []string) ([]chain, error) {
	all := g.chains()
	if len(patterns) == 0 {
		return all, nil
	}
	names := g.layerNames(all)
	chosen := make([]bool, len(all))
	for _, p := range patterns {
		hit := false
		for i, c := range all {
			if matchesAny(p, append([]string{names[i]}, c.aliases()...)) {
				chosen[i], hit = true, true
			}
		}
		if !hit {
			return nil, g.noLayer(p, names)
		}
	}
	var out []chain
	for i, c := range all {
		if chosen[i] {
			out = append(out, c)
		}
	}
	return out, nil
}

// aliases are the names of the chain's tensors and nodes.
func (c chain) aliases() []string {
	out := slices.Clone(c.members)
	for _, n := range c.nodes {
		if n.Name != "" {
			out = append(out, n.Name)
		}
	}
	return out
}

// noLayer explains a pattern that matches no layer.
func (g *graph) noLayer(pattern string, names []string) error {
	advice := "the layers are " + strings.Join(names, ", ")
	for _, n := range g.nodes {
		if matchesAny(pattern, append([]string{n.Name}, n.Outputs...)) {
			return hint.Errorf(advice, "%q is no layer: node %q (%s) does not lie on every path from the image to the output, or carries no channels of its own",
				pattern, n.Label(), n.Op)
		}
	}
	return hint.Errorf(advice, "no layer, tensor or node is called %q", pattern)
}

func matchesAny(pattern string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return matches(pattern, name) })
}

// matches compares a name with a pattern in which * stands for any text and ? for one byte.
func matches(pattern, name string) bool {
	star, mark := -1, 0
	p, i := 0, 0
	for i < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

package topology

import (
	"cmp"
	"slices"
	"strings"

	"summit/precompute/internal/hint"
)

// layerChains is every layer's chain, or those that the patterns choose, in the network's order, with their names. A pattern that
// matches no layer is looked for among the inner layers.
func (g *graph) layerChains(patterns []string) ([]chain, []string, error) {
	layers := g.chains()
	names := g.layerNames(layers)
	if len(patterns) == 0 {
		return layers, names, nil
	}
	inner := g.innerChains(layers)
	all, allNames := slices.Concat(layers, inner), slices.Concat(names, g.innerNames(inner, layers, names))
	chosen := make([]bool, len(all))
	for _, p := range patterns {
		if !g.mark(chosen[:len(layers)], p, layers, names) && !g.mark(chosen[len(layers):], p, inner, allNames[len(layers):]) {
			return nil, nil, g.noLayer(p, names)
		}
	}
	var order []int
	for i := range all {
		if chosen[i] {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[a].last, all[b].last) })
	var out []chain
	var outNames []string
	for _, i := range order {
		out, outNames = append(out, all[i]), append(outNames, allNames[i])
	}
	return out, outNames, nil
}

// mark sets chosen for the chains that the pattern matches, and tells whether there are any.
func (g *graph) mark(chosen []bool, pattern string, chains []chain, names []string) bool {
	hit := false
	for i, c := range chains {
		if matches(strings.ReplaceAll(pattern, "/", "."), names[i]) || matchesAny(pattern, g.aliases(c)) {
			chosen[i], hit = true, true
		}
	}
	return hit
}

// aliases are the names of the chain's tensors and nodes.
func (g *graph) aliases(c chain) []string {
	out := slices.Clone(c.members)
	for _, tensor := range c.members {
		out = append(out, g.f.Model.Also(tensor)...)
	}
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
			return hint.Errorf(advice, "%q is no layer: node %q (%s) carries no channels of its own, or the scores do not come from it",
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

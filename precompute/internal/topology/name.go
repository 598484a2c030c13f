package topology

import (
	"fmt"
	"regexp"
	"strings"

	"summit/precompute/internal/onnx"
)

var (
	exporterSuffix = regexp.MustCompile(`(_output_\d+|:\d+)$`)
	copySuffix     = regexp.MustCompile(`_\d+$`) // Caffe2 numbers a tensor's versions
	weightSuffix   = regexp.MustCompile(`([._/](weight|w|kernel)(_\d+)?|/Conv2D.*)$`)
	meaningless    = regexp.MustCompile(`^(\d+|[a-z]\d+|onnx::.*)$`)
	foreign        = regexp.MustCompile(`[^A-Za-z0-9._-]+`)
)

// nameStyle says what shortName leaves of a name.
type nameStyle struct {
	strip   bool // without a trailing version number
	keepOps bool // with parts that only say what operator it is
}

// layerNames makes a short, unique name for each chain.
func (g *graph) layerNames(chains []chain) []string {
	names := g.distinctNames(chains)
	stripCommonRoot(names)
	used := map[string]bool{}
	for i := range names {
		names[i] = unique(names[i], i, used)
	}
	return names
}

// distinctNames derives a name for each chain, "" where there is none, as short as tells most of them apart.
func (g *graph) distinctNames(chains []chain) []string {
	names := make([]string, len(chains))
	for _, style := range []nameStyle{{strip: true}, {}, {keepOps: true}} {
		repeated := make([]bool, len(names))
		for i, name := range names {
			repeated[i] = count(names, name) > 1 || style.strip
		}
		for i, c := range chains {
			if repeated[i] && (names[i] != "" || style.strip) {
				names[i] = g.chainName(c, style)
			}
		}
	}
	return names
}

func unique(name string, index int, used map[string]bool) string {
	if name == "" {
		name = fmt.Sprintf("layer%d", index+1)
	}
	candidate := name
	for k := 2; used[candidate]; k++ {
		candidate = fmt.Sprintf("%s-%d", name, k)
	}
	used[candidate] = true
	return candidate
}

func count(names []string, name string) int {
	k := 0
	for _, n := range names {
		if n == name {
			k++
		}
	}
	return k
}

// chainName derives a name from the chain's last tensor, else from the convolutions that feed the chain, else "".
func (g *graph) chainName(c chain, style nameStyle) string {
	if name := g.shortName(c.tensor, style); name != "" {
		return name
	}
	return g.feedingName(c.nodes[0], style)
}

// feedingName is what the names of the convolutions that feed a node have in common, or the last one's name.
func (g *graph) feedingName(n *onnx.Node, style nameStyle) string {
	convs := g.feedingConvs(n)
	var names []string
	for _, conv := range convs {
		for _, name := range []string{conv.Outputs[0], conv.Name, weightSuffix.ReplaceAllString(conv.Input(1), "")} {
			if short := g.shortName(name, nameStyle{style.strip && name != conv.Name, style.keepOps}); short != "" {
				names = append(names, short)
				break
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	if common := commonPrefix(names); common != "" {
		return common
	}
	return names[len(names)-1]
}

// feedingConvs are the convolutions nearest before the node, in the graph's order.
func (g *graph) feedingConvs(n *onnx.Node) []*onnx.Node {
	want := map[*onnx.Node]bool{n: true}
	var found []*onnx.Node
	for i := n.Index; i >= 0; i-- {
		p := g.f.Model.Nodes[i]
		if !want[p] {
			continue
		}
		if p.Op == "Conv" {
			found = append([]*onnx.Node{p}, found...)
			continue
		}
		for _, in := range dataInputs(g.f, p) {
			want[g.f.Model.Producer(in)] = true
		}
	}
	return found
}

// commonPrefix is what names share in whole parts separated by dots.
func commonPrefix(names []string) string {
	common := strings.Split(names[0], ".")
	for _, n := range names[1:] {
		parts := strings.Split(n, ".")
		k := 0
		for k < len(common) && k < len(parts) && common[k] == parts[k] {
			k++
		}
		common = common[:k]
	}
	return strings.Join(common, ".")
}

// shortName turns an exporter's tensor or node name into a layer's: "/layer1/layer1.0/Relu_1_output_0" becomes "layer1.0".
// It is "" where nothing but operators' names remains.
func (g *graph) shortName(name string, style nameStyle) string {
	name = exporterSuffix.ReplaceAllString(name, "")
	if meaningless.MatchString(name) {
		return ""
	}
	if style.strip {
		name = copySuffix.ReplaceAllString(name, "")
	}
	var parts []string
	for _, part := range strings.Split(name, "/") {
		part = foreign.ReplaceAllString(part, "-")
		if part == "" || part == "gpu_0" || g.operator(part) || !style.keepOps && g.operatorName(part) {
			continue
		}
		if k := len(parts); k > 0 && strings.HasPrefix(part, parts[k-1]+".") {
			parts = parts[:k-1]
		}
		parts = append(parts, part)
	}
	return strings.Trim(strings.Join(parts, "."), ".")
}

// operator tells whether a part of a name is exactly an operator, perhaps numbered: exporters append it.
func (g *graph) operator(part string) bool { return g.operators[copySuffix.ReplaceAllString(part, "")] }

// operatorName tells whether a part of a name only says what operator it is.
func (g *graph) operatorName(part string) bool {
	part = strings.ToLower(copySuffix.ReplaceAllString(part, ""))
	if part == "conv" || part == "conv2d" {
		return true
	}
	part = strings.TrimRight(part, "0123456789")
	switch part {
	case "output", "out", "activation", "act", "bn", "batchnorm", "biasadd", "fusedbatchnormv":
		return true
	}
	return part != "conv" && g.operators["/"+part]
}

// operatorNames are the operators of nodes, as they are and, behind a slash, in lower case.
func operatorNames(nodes []*onnx.Node) map[string]bool {
	names := map[string]bool{"MatMul": true} // where products over channels have become convolutions
	for _, n := range nodes {
		names[n.Op], names["/"+strings.ToLower(n.Op)] = true, true
	}
	return names
}

// stripCommonRoot removes first parts that all names share, unless a bare number would be left, and returns what it removed.
func stripCommonRoot(names []string) (root string) {
	for len(names) > 1 {
		first, _, more := strings.Cut(names[0], ".")
		for _, n := range names {
			part, rest, ok := strings.Cut(n, ".")
			more = more && ok && part == first && rest != "" && (rest[0] < '0' || rest[0] > '9')
		}
		if !more {
			break
		}
		root += first + "."
		for i := range names {
			names[i] = strings.TrimPrefix(names[i], first+".")
		}
	}
	return root
}

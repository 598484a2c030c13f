package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	"summit/shared/attribution"
	format "summit/shared/bundle"
	"summit/shared/export"
	"summit/shared/model"
)

// graphOptions are the flags of graph.
type graphOptions struct {
	bundle  string
	classes []string
	format  string
	edges   string
	paths   string
	exclude []string
	hide    []string
	sign    string
	export.Parameters
}

func newGraphCommand() *cobra.Command {
	var o graphOptions
	cmd := &cobra.Command{
		Use:   "graph --bundle BUNDLE --class CLASS",
		Short: "Print the attribution graph of a class, or of a set of classes",
		Long: `graph computes the attribution graph that the explorer shows and prints it: nodes with their scores, and the edges
between them. --full prints the whole graph that PageRank runs on: every channel, every influence.

A class is given by its id, name or index. For two or more, --set says what is made of them: their union, what they have
in common (intersection), or what the first has more of than each of the others (difference).

--paths adds the strongest paths of a channel of the graph: down to the first layer, and up to the last.`,
		Example: `  precompute graph --bundle demo --class tench
  precompute graph --bundle demo --class tench --class perch --set difference --format csv --edges edges.csv`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return runGraph(cmd, o) },
	}
	o.addFlags(cmd)
	return cmd
}

func (o *graphOptions) addFlags(cmd *cobra.Command) {
	choices := func(values []string) string { return strings.Join(values, ", ") }
	f, p := cmd.Flags(), attribution.DefaultParameters()
	f.StringVar(&o.bundle, "bundle", "", "folder of the bundle")
	f.StringArrayVar(&o.classes, "class", nil, "class, by id, name or index; may be repeated")
	f.StringVar(&o.Set, "set", "", "what is made of several classes: "+choices(attribution.Sets()))
	f.StringVar(&o.format, "format", "json", "what is printed: json, csv, dot")
	f.StringVar(&o.edges, "edges", "", "with --format csv, the file that the edges are written to")
	f.StringVar(&o.paths, "paths", "", "with --format json, a channel of the graph (layer-channel) whose strongest paths are added")
	f.StringVar(&o.Method, "method", export.MethodSummit, "how the graph is made: "+export.MethodSummit)
	f.StringVar(&o.Rank, "rank", p.Rank, "what nodes are ranked by: "+choices(attribution.Ranks()))
	f.StringVar(&o.Stop, "stop", p.Stop, "when PageRank stops: "+choices(attribution.Stops()))
	f.Float64Var(&o.Damping, "damping", p.Damping, fmt.Sprintf("damping of PageRank, 0 to %v", attribution.MaxDamping))
	f.Float64Var(&o.Mass, "mass", p.Mass, "fraction of a layer's score that its nodes reach, 0 to 1")
	f.BoolVar(&o.Together, "together", p.Together, "one threshold over all layers instead of one in each")
	f.IntVar(&o.MaxNodes, "max-nodes", p.MaxNodes, "nodes of a layer at most; 0: no limit")
	f.Uint32Var(&o.MinCount, "edge-threshold", p.MinCount, "images that an edge needs at least")
	f.StringSliceVar(&o.exclude, "exclude", nil, "channels (layer-channel) that are no nodes: PageRank runs without them")
	f.StringSliceVar(&o.hide, "hide", nil, "layers that are left out once the nodes are selected")
	f.StringVar(&o.sign, "sign", attribution.SignExcitation, "influences that are edges: "+choices(attribution.Signs()))
	f.BoolVar(&o.Full, "full", false, "every channel and every influence, with the restart vector")
	for _, flag := range []string{"bundle", "class"} {
		if err := cmd.MarkFlagRequired(flag); err != nil {
			panic(err)
		}
	}
}

// validate reports the first flag whose value cannot be, or that does not go with another.
func (o *graphOptions) validate() error {
	switch {
	case o.Method != export.MethodSummit:
		return fmt.Errorf("--method %q is not %q", o.Method, export.MethodSummit)
	case !slices.Contains([]string{"json", "csv", "dot"}, o.format):
		return fmt.Errorf("--format %q is none of json, csv, dot", o.format)
	case o.edges != "" && o.format != "csv":
		return fmt.Errorf("--edges %q goes with --format csv only: %s has the edges in it", o.edges, o.format)
	case o.paths != "" && o.format != "json":
		return fmt.Errorf("--paths %q goes with --format json only", o.paths)
	case len(o.classes) > 1 && o.Set == "":
		return fmt.Errorf("%d classes need --set: %s", len(o.classes), strings.Join(attribution.Sets(), ", "))
	case len(o.classes) < 2 && o.Set != "":
		return fmt.Errorf("--set %q needs two or more classes", o.Set)
	case o.Set != "" && !slices.Contains(attribution.Sets(), o.Set):
		return fmt.Errorf("--set %q is none of %s", o.Set, strings.Join(attribution.Sets(), ", "))
	}
	o.Filter.Sign = o.sign
	return o.Parameters.Validate()
}

func runGraph(cmd *cobra.Command, o graphOptions) error {
	if err := o.validate(); err != nil {
		return usageError(err)
	}
	r, err := bundle.Open(o.bundle)
	if err != nil {
		return err
	}
	defer r.Close()
	rows, err := findClasses(r.Manifest(), o.classes)
	if err != nil {
		return err
	}
	if err := o.filter(r.Manifest()); err != nil {
		return err
	}
	graph, err := computeGraph(r, rows, o.Parameters)
	if err != nil {
		return err
	}
	d := export.New(o.bundle, r.Manifest(), rows, o.Parameters, graph)
	if o.paths != "" {
		if err := addPaths(d, r.Manifest(), graph, o.paths); err != nil {
			return err
		}
	}
	warn(cmd.ErrOrStderr(), d)
	return writeGraph(cmd.OutOrStdout(), d, o)
}

// filter finds what the graph leaves out.
func (o *graphOptions) filter(m *model.Manifest) error {
	for _, key := range o.exclude {
		layer, channel, err := m.FindChannel(key)
		if err != nil {
			return hint.Wrap(err, "--exclude takes channels as layer-channel, with commas between them")
		}
		if j := m.Layers[layer].Offset + channel; !slices.Contains(o.Filter.Exclude, j) {
			o.Filter.Exclude = append(o.Filter.Exclude, j)
		}
	}
	for _, name := range o.hide {
		l := m.LayerIndex(name)
		if l < 0 {
			return hint.Errorf("precompute inspect lists the layers of a model", "--hide %q is no layer of the bundle", name)
		}
		if !slices.Contains(o.Filter.Hide, l) {
			o.Filter.Hide = append(o.Filter.Hide, l)
		}
	}
	if o.Filter.Inhibits() && !m.Parameters.Inhibition {
		return hint.Errorf("the bundle was made with --no-inhibition; make it again without", "--sign %q: the bundle has no inhibition", o.sign)
	}
	return nil
}

func findClasses(m *model.Manifest, keys []string) ([]int, error) {
	var rows []int
	for _, key := range keys {
		row, err := m.FindClass(key)
		if err != nil {
			return nil, hint.Wrap(err, "--class takes one of %s", someClasses(m))
		}
		if slices.Contains(rows, row) {
			return nil, usageError(fmt.Errorf("--class %q is given twice", key))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// someClasses lists the first classes of m.
func someClasses(m *model.Manifest) string {
	const most = 8
	var names []string
	for _, class := range m.Classes[:min(most, len(m.Classes))] {
		names = append(names, fmt.Sprintf("%q", class.Name))
	}
	if len(m.Classes) > most {
		names = append(names, "...")
	}
	return strings.Join(names, ", ")
}

// computeGraph reads the classes in the given rows and computes their graph.
func computeGraph(r *bundle.Reader, rows []int, p export.Parameters) (*attribution.Graph, error) {
	network, err := r.Network()
	if err != nil {
		return nil, err
	}
	var classes []*attribution.Counts
	for _, row := range rows {
		counts, err := r.Class(row)
		if err == nil && p.Inhibits() {
			counts.Inhibition, err = r.Matrix(format.Inhibition, row)
		}
		if err != nil {
			return nil, err
		}
		classes = append(classes, &counts)
	}
	if p.Set == "" {
		return graphOf(&network, classes[0], p)
	}
	set, err := attribution.Combine(&network, p.Set, classes)
	if err != nil {
		return nil, err
	}
	graph, err := graphOf(&network, &set.Counts, p)
	if err == nil {
		set.Own(&network, graph)
	}
	return graph, err
}

func graphOf(n *attribution.Network, c *attribution.Counts, p export.Parameters) (*attribution.Graph, error) {
	s, err := attribution.NewSolver(n, c)
	if err != nil {
		return nil, err
	}
	if p.Full {
		return s.Full(p.Parameters)
	}
	return s.Graph(p.Parameters)
}

// addPaths adds to d the paths of the channel that key names.
func addPaths(d *export.Document, m *model.Manifest, g *attribution.Graph, key string) error {
	layer, channel, err := m.FindChannel(key)
	if err == nil {
		err = d.AddPaths(g, export.Channel{Layer: m.Layers[layer].Name, Channel: channel}, attribution.PathCount)
	}
	return hint.Wrap(err, "--paths takes a channel that the graph without it has among its nodes, as layer-channel")
}

// warn says on stderr what the graph lacks.
func warn(w io.Writer, d *export.Document) {
	if !d.Converged {
		fmt.Fprintf(w, "precompute: warning: PageRank had not converged after %d iterations\n", d.Iterations)
	}
	for _, layer := range d.Layers {
		if layer.Warning != "" {
			fmt.Fprintf(w, "precompute: warning: layer %q: %s\n", layer.Name, layer.Warning)
		}
	}
}

func writeGraph(w io.Writer, d *export.Document, o graphOptions) error {
	switch o.format {
	case "json":
		return export.WriteJSON(w, d)
	case "dot":
		return export.WriteDOT(w, d)
	}
	if o.edges != "" {
		if err := writeEdges(d, o.edges); err != nil {
			return err
		}
	}
	return export.WriteNodesCSV(w, d)
}

// writeEdges comes before the nodes are printed, so that a fault prints nothing that passes for a result.
func writeEdges(d *export.Document, path string) error {
	var edges bytes.Buffer
	if err := export.WriteEdgesCSV(&edges, d); err != nil {
		return err
	}
	if err := renameio.WriteFile(path, edges.Bytes(), 0o644); err != nil {
		return hint.Errorf("--edges takes a file in a folder that is there and can be written", "write %q: %w", path, err)
	}
	return nil
}

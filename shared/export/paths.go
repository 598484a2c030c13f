package export

import (
	"fmt"

	"summit/shared/attribution"
)

// Paths are a node's strongest paths, strongest first.
type Paths struct {
	Of   Channel `json:"of"`
	Down []Path  `json:"down"` // to the first layer
	Up   []Path  `json:"up"`   // to the last
}

// Path is a path; Nodes begin with the node that it is of.
type Path struct {
	Share float64   `json:"share"` // of all that leads into the node, or out of it
	Nodes []Channel `json:"nodes"`
}

// AddPaths adds the k strongest paths of a node of g, the graph that d was made of. It is an error if g has no such node.
func (d *Document) AddPaths(g *attribution.Graph, of Channel, k int) error {
	for i, n := range d.Nodes {
		if n.Channel == of {
			d.Paths = &Paths{Of: of, Down: d.paths(g.PathsDown(i, k)), Up: d.paths(g.PathsUp(i, k))}
			return nil
		}
	}
	return fmt.Errorf("channel %d of layer %q is not in the graph", of.Channel, of.Layer)
}

func (d *Document) paths(of []attribution.Path) []Path {
	paths := []Path{}
	for _, p := range of {
		path := Path{Share: p.Share}
		for _, i := range p.Nodes {
			path.Nodes = append(path.Nodes, d.Nodes[i].Channel)
		}
		paths = append(paths, path)
	}
	return paths
}

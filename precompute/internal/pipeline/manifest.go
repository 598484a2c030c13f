package pipeline

import (
	"os"
	"strconv"
	"time"

	"summit/precompute/internal/dataset"
	"summit/precompute/internal/topology"
	"summit/shared/attribution"
	"summit/shared/model"
)

// manifest describes the finished run.
func (j *job) manifest() *model.Manifest {
	o, usage := j.options, attribution.DefaultParameters()
	m := &model.Manifest{
		Format: model.Format, Tool: o.Tool, Command: o.Command, Created: created(),
		Model:      model.File{Name: name(o.Model), SHA256: j.modelHash},
		Data:       model.Data{Name: j.set.Name, Images: j.summary.Images, Digest: j.dataDigest(), Skipped: j.summary.Skipped, Groups: o.Groups},
		Preprocess: j.prepare,
		Parameters: model.Parameters{Mass: o.Mass, MassEmbed: o.MassEmbed, TopK: o.TopK, MinRecord: o.MinRecord,
			Inhibition: o.Inhibition, InfluenceStride: o.Stride, Output: j.network.Output, Usage: &usage},
		Classes: j.classes,
		Cards:   cardLayout(),
		Quality: model.Quality{Top1: j.summary.Top1},
	}
	for l, layer := range j.network.Layers {
		m.Layers = append(m.Layers, model.Layer{Name: layer.Name, Tensor: layer.Tensor, Channels: layer.Channels, Offset: j.offsets[l],
			Height: layer.Height, Width: layer.Width, Field: receptiveField(layer.Field), Silent: j.sum.Head.Silent[l], Excluded: j.excluded[l]})
	}
	m.Links = j.links()
	for _, gap := range j.network.Gaps {
		m.Gaps = append(m.Gaps, model.Gap{From: j.layerName(gap.From), To: j.layerName(gap.To), Node: gap.Node, Op: gap.Op, Reason: gap.Reason})
	}
	return m
}

// dataDigest identifies the images that were read.
func (j *job) dataDigest() string {
	digest := dataset.NewDigest(j.set)
	for _, d := range j.sum.Head.Done {
		digest.Add(d.Item, d.Content)
	}
	for _, s := range j.sum.Head.Skipped {
		digest.Add(s.Item, s.Content)
	}
	return digest.Sum()
}

func (j *job) links() []model.Link {
	links := []model.Link{}
	for _, link := range j.network.Links {
		for _, pair := range link.Pairs() {
			out := model.Link{From: j.layerName(pair.From), To: j.layerName(pair.To)}
			for _, i := range pair.Steps {
				step, candidates := link.Steps[i], 0
				for _, term := range step.Terms {
					candidates += competing(term)
				}
				out.Steps = append(out.Steps, model.Step{Name: step.Name, Outputs: len(step.Outputs), Candidates: candidates})
			}
			links = append(links, out)
		}
	}
	return links
}

// competing is the number of candidates that a term gives one output channel.
func competing(term topology.Term) int {
	if term.Kernel == nil {
		return 1
	}
	return term.Kernel.In / term.Kernel.Group
}

func (j *job) layerName(l int) string { return j.network.Layers[l].Name }

func receptiveField(f topology.Field) model.ReceptiveField {
	return model.ReceptiveField{Size: f.Size, Stride: f.Stride, Start: f.Start}
}

// created is the time that SOURCE_DATE_EPOCH sets; without it a bundle has none, so that the same input gives the same bytes.
func created() string {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return ""
	}
	return time.Unix(seconds, 0).UTC().Format(time.RFC3339)
}

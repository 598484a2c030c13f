package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"summit/precompute/internal/dataset"
	"summit/precompute/internal/part"
	"summit/precompute/internal/turbojpeg"
	"summit/precompute/internal/work"
)

// shape bounds what the run's parts hold.
func (j *job) shape() part.Shape {
	return part.Shape{Items: len(j.set.Items), Labels: len(j.set.Labels), Layers: len(j.network.Layers), Channels: j.channels, Keys: j.plan.Keys}
}

// identity is what the counts and the bundle depend on.
func (j *job) identity() *work.Run {
	o := j.options
	var layers []string
	for _, layer := range j.network.Layers {
		layers = append(layers, layer.Name)
	}
	purpose := "a bundle"
	if o.Shard != (work.Shard{}) {
		purpose = fmt.Sprintf("shard %v", o.Shard)
	}
	return &work.Run{
		Tool: o.Tool, Command: o.Command, Purpose: purpose, Shape: j.shape(), Options: portable(*o),
		Content: map[string]string{
			"--model":            fmt.Sprintf("%s, sha256 %s", name(o.Model), j.modelHash),
			"--data":             fmt.Sprintf("%s, %d images, %d files passed over, list %s", j.set.Name, len(j.set.Items), j.set.Ignored, dataset.NewDigest(j.set).Sum()),
			"--preprocess":       text(j.prepare),
			"--labels":           digest(j.classes),
			"--groups":           text(o.Groups),
			"--output":           j.network.Output,
			"--layers":           strings.Join(layers, ","),
			"--exclude":          strings.Join(o.Exclude, ","),
			"--mass":             text([]float64{o.MassEmbed, o.Mass}),
			"--topk":             text(o.TopK),
			"--min-record":       text(o.MinRecord),
			"--influence-stride": text(o.Stride),
			"--device":           o.Device.Kind(),
			"--no-inhibition":    text(!o.Inhibition),
			"decoder of JPEG":    turbojpeg.Name,
		},
	}
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("pipeline: %v", err)) // options are always encodable
	}
	return string(data)
}

func digest(v any) string {
	sum := sha256.Sum256([]byte(text(v)))
	return "sha256 " + hex.EncodeToString(sum[:])
}

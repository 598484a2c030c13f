// Package demo holds the embedded default: two small CNNs that were trained on the drawn sea world (package seaworld), and
// what it takes to run one of them. How they were trained is described in model/README.md.
//
// In the pictures of the first model the tench is always held by a hand, and no other animal is: a planted shortcut. The second
// model, the control, saw the same animals with hands spread evenly over all of them.
package demo

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"summit/precompute/internal/seaworld"
)

//go:embed model/demo.onnx
var shortcutModel []byte

//go:embed model/control.onnx
var controlModel []byte

// seed is that of the demo's pictures; training and validation used others.
const seed = 3

// Experiment is one of the two models with its pictures.
type Experiment struct {
	Name  string // of the data set
	Model []byte // ONNX
	Hands seaworld.Hands
}

// Shortcut is the experiment in which the hand gives the tench away.
func Shortcut() Experiment {
	return Experiment{Name: "sea-world", Model: shortcutModel, Hands: seaworld.HandsTench}
}

// Control is the experiment in which hands say nothing.
func Control() Experiment {
	return Experiment{Name: "sea-world-control", Model: controlModel, Hands: seaworld.HandsEven}
}

// Write puts the experiment's model and pictures into dir, where they are not there yet, and returns the paths of the model
// and of the folder with a folder a class.
func (e Experiment) Write(ctx context.Context, dir string, perClass int, progress func(done, of int)) (model, pictures string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", "", fmt.Errorf("make the demo's folder: %w", err)
	}
	folder := seaworld.Folder{Seed: seed, PerClass: perClass, Hands: e.Hands, Masks: true}
	if err := folder.Write(ctx, dir, progress); err != nil {
		return "", "", err
	}
	model = filepath.Join(dir, e.Name+".onnx")
	return model, filepath.Join(dir, "images"), renameio.WriteFile(model, e.Model, 0o644)
}

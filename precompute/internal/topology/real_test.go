package topology

import (
	"os"
	"slices"
	"strings"
	"testing"

	"summit/precompute/internal/onnx"
)

func analyseShared(t *testing.T, name string) (*onnx.Model, []byte, *Network) {
	t.Helper()
	path := sharedModel(t, name)
	m, err := onnx.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	net, err := Analyse(m, Options{Height: 128, Width: 128})
	if err != nil {
		t.Fatal(err)
	}
	return m, data, net
}

// TestTrainedModels compares every step of the trained models with what ONNX Runtime makes of the same image.
func TestTrainedModels(t *testing.T) {
	for _, name := range []string{"squeezenet1.1-imagenet.onnx", "resnet20-cifar10.onnx", "mini-inception-tiny200.onnx"} {
		t.Run(name, func(t *testing.T) {
			m, data, net := analyseShared(t, name)
			if len(net.Gaps) > 0 || len(net.Links) != len(net.Layers)-1 {
				t.Fatalf("%d links, gaps %v", len(net.Links), net.Gaps)
			}
			checkSums(t, m, data, net, nil)
		})
	}
}

// TestKnownNetworks checks layers and cost against what the networks' papers and other tools say.
func TestKnownNetworks(t *testing.T) {
	for _, c := range []struct {
		file       string
		layers     string // names, of the first ones
		channels   []int
		parameters int
		inner      int // inner units of the last link
		terms      int // of its last step
	}{
		// Parameters: torchvision's squeezenet1_1 and resnet50; BVLC GoogLeNet without its two auxiliary classifiers. ResNet-20:
		// the model's README gives 0.27 M, here without the batch normalizations, which are folded.
		{"squeezenet1.1-imagenet.onnx", "conv1 fire2.squeeze1x1 fire2 fire3.squeeze1x1 fire3 fire4.squeeze1x1",
			[]int{64, 16, 128, 16, 128, 32, 256, 32, 256, 48, 384, 48, 384, 64, 512, 64, 512}, 1235496, 0, 1},
		{"light_squeezenet.onnx", "conv1 fire2.squeeze1x1 fire2 fire3.squeeze1x1",
			[]int{64, 16, 128, 16, 128, 32, 256, 32, 256, 48, 384, 48, 384, 64, 512, 64, 512}, 1235496, 0, 1},
		{"resnet20-cifar10.onnx", "conv1 layer1.0 layer1.1 layer1.2 layer2.0 layer2.1 layer2.2 layer3.0 layer3.1 layer3.2",
			[]int{16, 16, 16, 16, 32, 32, 32, 64, 64, 64}, 269034, 1, 2},
		{"mini-inception-tiny200.onnx", "conv1 conv2 mixed3a mixed3b mixed4a mixed4b mixed4c mixed5a mixed5b",
			[]int{32, 64, 104, 152, 216, 248, 288, 384, 448}, 1076120, 2, 1},
		{"light_inception_v1.onnx", "conv1.7x7_s2 conv2.3x3_reduce conv2.3x3 inception_3a inception_3b inception_4a",
			[]int{64, 64, 192, 256, 480, 512, 512, 512, 528, 832, 832, 1024}, 6998552, 2, 1},
		{"light_resnet50.onnx", "conv1 res2_0",
			[]int{64, 256, 256, 256, 512, 512, 512, 512, 1024, 1024, 1024, 1024, 1024, 1024, 2048, 2048, 2048}, 25557032, 2, 2},
	} {
		t.Run(c.file, func(t *testing.T) {
			_, _, net := analyseShared(t, c.file)
			var names []string
			var channels []int
			for _, l := range net.Layers {
				names, channels = append(names, l.Name), append(channels, l.Channels)
			}
			if got := strings.Join(names, " "); !strings.HasPrefix(got, c.layers) {
				t.Errorf("layers %s, not %s ...", got, c.layers)
			}
			if !slices.Equal(channels, c.channels) {
				t.Errorf("channels %v, not %v", channels, c.channels)
			}
			if net.Cost.Parameters != c.parameters {
				t.Errorf("%d parameters, not %d", net.Cost.Parameters, c.parameters)
			}
			last := net.Links[len(net.Links)-1]
			if got := len(last.Units) - 2; got != c.inner || len(net.Gaps) > 0 {
				t.Errorf("last link has %d inner units, not %d; gaps %v", got, c.inner, net.Gaps)
			}
			if got := len(last.Steps[len(last.Steps)-1].Terms); got != c.terms {
				t.Errorf("last step has %d terms, not %d", got, c.terms)
			}
		})
	}
}

// TestInceptionBranches checks that each mixed block of InceptionV1 has its four branches, one of them behind a pooling.
func TestInceptionBranches(t *testing.T) {
	_, _, net := analyseShared(t, "light_inception_v1.onnx")
	for _, l := range net.Links[2:] {
		var kernels []int
		for _, s := range l.Steps {
			if s.To == len(l.Units)-1 {
				kernels = append(kernels, s.Terms[0].Kernel.Height)
			}
		}
		if !slices.Equal(kernels, []int{1, 3, 5, 1}) {
			t.Errorf("link to %q has branches %v, not 1x1, 3x3, 5x5 and pooled 1x1", net.Layers[l.To].Name, kernels)
		}
		first, last := l.Steps[2].Terms[0].Tensor, l.Steps[len(l.Steps)-1].Terms[0].Tensor
		if first == last {
			t.Errorf("link to %q: its last branch reads %q unpooled", net.Layers[l.To].Name, last)
		}
	}
}

package pipeline

import (
	"errors"
	"fmt"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/progress"
)

// triedImages is the number of images, at most, that a device is tried with: a batch unless the user wants larger ones.
const triedImages = 16

// tryDevice takes the first images of the data through the device and through the CPU, and wants the same maxima, influences and logits
// of both: what a driver or an execution provider computes wrongly would make a bundle that looks like any other. All shards try the same
// images.
func (j *job) tryDevice(count *progress.Counter) error {
	device := j.device.newFinder(j.options.Batch)
	items := j.readable(device, min(j.options.Batch, triedImages))
	if len(items) == 0 {
		return nil
	}
	t := newTrial(j)
	if err := t.run(device, items); err != nil {
		return err
	}
	if err := t.judge(); err != nil {
		return hint.Wrap(fmt.Errorf("the device %q computes another model than the CPU: %w", j.options.Device, err),
			"--device cpu computes it as it is; another driver or another ONNX Runtime (--ort-lib) may, too; the option tolerance of --device, now %v, lets more pass",
			j.options.Device.Tolerance())
	}
	d := t.deviation(len(items))
	j.saver.Device = d
	count.Message(fmt.Sprintf("device %s: %d images are as on the CPU: maxima to %.1g, logits to %.1g, %.2g %% of the influences are others",
		j.options.Device, len(items), d.Maxima, d.Logits, 100*d.Influences))
	return nil
}

// readable loads the first n images of the data that can be read into the finder's batch.
func (j *job) readable(f finder, n int) (items []int) {
	for _, item := range j.set.Order() {
		if len(items) == n {
			break
		}
		if _, err := j.load(j.set.Items[item], f.input(len(items))); err == nil {
			items = append(items, item)
		}
	}
	return items
}

// run takes the items that the device's batch holds through the device and, one by one, through the CPU.
func (t *trial) run(device finder, items []int) (err error) {
	if _, err := device.run(); err != nil {
		return err
	}
	cpu, err := t.newKernelFinder(1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cpu.close()) }()
	for b, item := range items {
		copy(cpu.input(0), device.input(b))
		if _, err := cpu.run(); err != nil {
			return err
		}
		if err := t.compare(device, b, cpu); err != nil {
			return fmt.Errorf("image %q: %w", t.set.Items[item].Path(), err)
		}
	}
	return nil
}

package features

import (
	"fmt"

	"summit/precompute/internal/featurevis"
	"summit/precompute/internal/hint"
)

// try compares the device's gradients with the CPU's before the layer's first step: pictures that climb along wrong ones look like any
// other. The layer is tried once.
func (l *layer) try(session *featurevis.Session) error {
	device := l.job.Device
	if device.CPU() {
		return nil
	}
	l.tried.Do(func() {
		var share float64
		if share, l.differs = session.Deviation(l.job.manifest.Preprocess); l.differs == nil && share > device.Tolerance() {
			l.differs = hint.Errorf(fmt.Sprintf("--device cpu computes them as they are; another driver or another ONNX Runtime (--ort-lib) may, too; "+
				"the option tolerance of --device, now %v, lets more pass", device.Tolerance()),
				"the device %q computes other gradients than the CPU: they are apart by %.2g of their length", device, share)
		}
	})
	return l.differs
}

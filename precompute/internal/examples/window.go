package examples

import "summit/shared/model"

// Window returns the pixels of the model's input, [x0, x1) x [y0, y1), that position (y, x) of a map sees; outside the input where
// the network pads.
func Window(field model.ReceptiveField, y, x int) (x0, y0, x1, y1 float64) {
	top := field.Start[0] + y*field.Stride[0]
	left := field.Start[1] + x*field.Stride[1]
	return float64(left), float64(top), float64(left + field.Size[1]), float64(top + field.Size[0])
}

package attribution

// Lift returns for each channel how much more often the class records it than classes do on average,
// (A[c,j] / images of c) / MeanRate[j]; 0 where MeanRate is 0 and for a class without images. It takes out the channels
// that are in every class's graph. Not in the paper.
func Lift(n *Network, c *Counts) []float64 {
	lift := make([]float64, len(c.Activation))
	if c.Images == 0 {
		return lift
	}
	images := float64(c.Images)
	for j, count := range c.Activation {
		if n.MeanRate[j] > 0 {
			lift[j] = float64(count) / images / n.MeanRate[j]
		}
	}
	return lift
}

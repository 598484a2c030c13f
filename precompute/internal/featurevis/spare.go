package featurevis

// Least is the share of the lead at which a picture has nothing to spare.
const Least = 0.7

// weigh sets the weights of a step; maxima are those of the steps before.
func (j *Job) weigh(weights, maxima []float32, step int) {
	copy(weights, j.Weights)
	if j.Spare == nil {
		return
	}
	share := float32(len(maxima)-step) / float32(len(maxima))
	if step > 0 {
		share *= spare(maxima[step-1], j.Lead[step-1])
	}
	for k, w := range j.Spare {
		weights[k] += share * w
	}
}

// spare rises from 0 for a maximum of Least of the lead to 1 for the lead.
func spare(maximum, lead float32) float32 {
	if !(lead > 0) {
		return 0
	}
	return min(max((maximum/lead-Least)/(1-Least), 0), 1)
}

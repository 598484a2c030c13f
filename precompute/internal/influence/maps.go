package influence

// Map is one tensor of one image. Values that are not finite count as 0.
type Map struct {
	Data                    []float32 // [Channels][Height][Width]; may be nil where a plan needs the extremes only
	Channels, Height, Width int
	Max, Min                []float32 // [Channels]; may be nil where a plan needs the map only
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

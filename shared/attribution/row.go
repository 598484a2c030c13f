package attribution

// The two loops over a row's entries that all of PageRank's time goes into. Both do eight entries a turn: compiled to
// WebAssembly, a turn of a loop costs as much as four entries.

// gather sums values[k] * y[indices[k]] in four interleaved parts.
func gather(indices, values []uint32, y []float64) float64 {
	values = values[:len(indices)]
	var s0, s1, s2, s3 float64
	k := 0
	for ; k+8 <= len(indices); k += 8 {
		i, v := indices[k:k+8:k+8], values[k:k+8:k+8]
		s0 += float64(float64(v[0]) * y[i[0]])
		s1 += float64(float64(v[1]) * y[i[1]])
		s2 += float64(float64(v[2]) * y[i[2]])
		s3 += float64(float64(v[3]) * y[i[3]])
		s0 += float64(float64(v[4]) * y[i[4]])
		s1 += float64(float64(v[5]) * y[i[5]])
		s2 += float64(float64(v[6]) * y[i[6]])
		s3 += float64(float64(v[7]) * y[i[7]])
	}
	for ; k < len(indices); k++ {
		s0 += float64(float64(values[k]) * y[indices[k]])
	}
	return (s0 + s1) + (s2 + s3)
}

// scatter adds values[k] * factor to z[indices[k]].
func scatter(indices, values []uint32, factor float64, z []float64) {
	values = values[:len(indices)]
	k := 0
	for ; k+8 <= len(indices); k += 8 {
		i, v := indices[k:k+8:k+8], values[k:k+8:k+8]
		z[i[0]] += float64(float64(v[0]) * factor)
		z[i[1]] += float64(float64(v[1]) * factor)
		z[i[2]] += float64(float64(v[2]) * factor)
		z[i[3]] += float64(float64(v[3]) * factor)
		z[i[4]] += float64(float64(v[4]) * factor)
		z[i[5]] += float64(float64(v[5]) * factor)
		z[i[6]] += float64(float64(v[6]) * factor)
		z[i[7]] += float64(float64(v[7]) * factor)
	}
	for ; k < len(indices); k++ {
		z[indices[k]] += float64(float64(values[k]) * factor)
	}
}

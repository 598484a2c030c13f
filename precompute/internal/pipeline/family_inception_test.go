package pipeline_test

// mixed is GoogLeNet's block: 1x1, 3x3 and 5x5 behind bottlenecks, and 1x1 behind a pooling.
func (f *family) mixed(x, one, three, five, pooled int) int {
	return f.Concat(
		f.relued(x, one, 1, 1),
		f.relued(f.relued(x, three/2+1, 1, 1), three, 3, 1),
		f.relued(f.relued(x, five/2+1, 1, 1), five, 5, 1),
		f.relued(f.maxPool(x, 3, 1, 1), pooled, 1, 1))
}

// inceptionV1 has GoogLeNet's stem with its normalizations and overlapping poolings.
func (f *family) inceptionV1() {
	x := f.localResponse(f.maxPool(f.relued(0, 8, 7, 2), 3, 2, 1))
	x = f.relued(f.relued(x, 8, 1, 1), 12, 3, 1)
	x = f.maxPool(f.localResponse(x), 3, 2, 1)
	x = f.mixed(f.mixed(x, 4, 6, 2, 3), 5, 6, 3, 3)
	x = f.maxPool(x, 3, 2, 1)
	f.mixed(f.mixed(x, 6, 6, 3, 4), 6, 6, 3, 4)
}

// inceptionV2 has batch normalizations, and two convolutions of 3x3 in the place of 5x5.
func (f *family) inceptionV2() {
	x := f.maxPool(f.unit(0, 8, 7, 2), 3, 2, 1)
	for range 2 {
		x = f.Concat(
			f.unit(x, 4, 1, 1),
			f.unit(f.unit(x, 4, 1, 1), 6, 3, 1),
			f.unit(f.unit(f.unit(x, 3, 1, 1), 4, 3, 1), 4, 3, 1),
			f.unit(f.averagePool(x, 3, 1, 1), 3, 1, 1))
	}
	f.Concat(
		f.unit(f.unit(x, 4, 1, 1), 6, 3, 2),
		f.unit(f.unit(f.unit(x, 3, 1, 1), 4, 3, 1), 4, 3, 2),
		f.maxPool(x, 3, 2, 1))
}

func line(height, width int) geometry {
	return geometry{kernel: [2]int{height, width}, stride: [2]int{1, 1}}
}

func valid(kernel, stride int) geometry {
	g := square(kernel, stride)
	g.valid = true
	return g
}

// inceptionV3 has one of each of its blocks: A, the grid reduction B, C of 1x7 and 7x1, the reduction D, and E whose branches
// split once more.
func (f *family) inceptionV3() {
	x := f.unitOf(0, 6, valid(3, 2))
	x = f.unit(f.unitOf(x, 6, valid(3, 1)), 8, 3, 1)
	x = f.Concat( // A
		f.unit(x, 4, 1, 1),
		f.unit(f.unit(x, 3, 1, 1), 4, 5, 1),
		f.unit(f.unit(f.unit(x, 4, 1, 1), 4, 3, 1), 4, 3, 1),
		f.unit(f.averagePool(x, 3, 1, 1), 3, 1, 1))
	x = f.Concat( // B
		f.unitOf(x, 5, valid(3, 2)),
		f.unitOf(f.unit(f.unit(x, 4, 1, 1), 4, 3, 1), 4, valid(3, 2)),
		f.maxPool(x, 3, 2, 0))
	seven := f.unitOf(f.unitOf(f.unit(x, 4, 1, 1), 4, line(1, 7)), 5, line(7, 1))
	twice := f.unitOf(f.unitOf(f.unit(x, 4, 1, 1), 4, line(7, 1)), 4, line(1, 7))
	twice = f.unitOf(f.unitOf(twice, 4, line(7, 1)), 4, line(1, 7))
	x = f.Concat(f.unit(x, 4, 1, 1), seven, twice, f.unit(f.averagePool(x, 3, 1, 1), 3, 1, 1)) // C
	seven = f.unitOf(f.unitOf(f.unit(x, 4, 1, 1), 4, line(1, 7)), 4, line(7, 1))
	x = f.Concat( // D
		f.unitOf(f.unit(x, 4, 1, 1), 5, valid(3, 2)),
		f.unitOf(seven, 4, valid(3, 2)),
		f.maxPool(x, 3, 2, 0))
	one := f.unit(x, 4, 1, 1)
	two := f.unit(f.unit(x, 4, 1, 1), 4, 3, 1)
	f.Concat( // E
		f.unit(x, 4, 1, 1),
		f.Concat(f.unitOf(one, 3, line(1, 3)), f.unitOf(one, 3, line(3, 1))),
		f.Concat(f.unitOf(two, 3, line(1, 3)), f.unitOf(two, 3, line(3, 1))),
		f.unit(f.averagePool(x, 3, 1, 1), 3, 1, 1))
}

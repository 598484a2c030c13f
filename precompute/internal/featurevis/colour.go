package featurevis

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Colour is what is known of the colours of a data set.
type Colour struct {
	Covariance [3][3]float64 // of red, green and blue, each from 0 to 1
}

// basis are the colours' principal axes, the strongest first, as columns: each as long as its standard deviation, all of them in units of
// the longest. Steps of the same size along them make colours as they are distributed in the data set.
func (c Colour) basis() ([3][3]float32, error) {
	var basis [3][3]float32
	symmetric := mat.NewSymDense(3, nil)
	for i := range 3 {
		for k := range i + 1 {
			if v := c.Covariance[i][k] + c.Covariance[k][i]; math.IsNaN(v) || math.IsInf(v, 0) {
				return basis, fmt.Errorf("the covariance of colours %v is not finite", c.Covariance)
			}
			symmetric.SetSym(i, k, (c.Covariance[i][k]+c.Covariance[k][i])/2)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return basis, fmt.Errorf("the covariance of colours %v has no principal axes", c.Covariance)
	}
	values := eigen.Values(nil)
	if !(values[2] > 0) {
		return basis, fmt.Errorf("the covariance of colours %v has no largest axis", c.Covariance)
	}
	var axes mat.Dense
	eigen.VectorsTo(&axes)
	for k := range 3 {
		from := 2 - k // values ascend
		length := math.Sqrt(max(values[from], 0) / values[2])
		if axes.At(0, from)+axes.At(1, from)+axes.At(2, from) < 0 {
			length = -length // an axis has no direction of its own
		}
		for i := range 3 {
			basis[i][k] = float32(axes.At(i, from) * length)
		}
	}
	return basis, nil
}

// mix turns values along the principal axes, [3][pixels], into colours from 0 to 1.
func mix(basis *[3][3]float32, axes, rgb [3][]float32) {
	for i := range rgb {
		u, v, w := basis[i][0], basis[i][1], basis[i][2]
		a, b, c, out := axes[0], axes[1][:len(axes[0])], axes[2][:len(axes[0])], rgb[i][:len(axes[0])]
		for p := range a {
			out[p] = sigmoid(u*a[p] + v*b[p] + w*c[p])
		}
	}
}

// unmix is the adjoint of mix at the colours that it made: from derivatives by colours, which it overwrites, to those by values along
// the axes.
func unmix(basis *[3][3]float32, rgb, gradient, axes [3][]float32) {
	for i := range rgb {
		g, v := gradient[i], rgb[i][:len(gradient[i])]
		for p := range g {
			g[p] *= v[p] * (1 - v[p])
		}
	}
	r, g, b := gradient[0], gradient[1][:len(gradient[0])], gradient[2][:len(gradient[0])]
	for k := range axes {
		u, v, w, out := basis[0][k], basis[1][k], basis[2][k], axes[k][:len(r)]
		for p := range r {
			out[p] = u*r[p] + v*g[p] + w*b[p]
		}
	}
}

// sigmoid is 1/(1+exp(-x)) to 5 digits or more for x from -40 to 40, and as there beyond: 2^-y is the exponent's bits for the whole part and a polynomial for the rest, which
// is from -1/2 to 1/2.
func sigmoid(x float32) float32 {
	y := min(max(x, -40), 40) * -math.Log2E
	whole := int32(y + 1000.5) // rounds where y is above -1000
	rest := y - float32(whole-1000)
	power := 1 + rest*(0.69314718+rest*(0.24022651+rest*(0.05550411+rest*(0.00961813+rest*(0.00133336+rest*0.00015403)))))
	return 1 / (1 + power*math.Float32frombits(uint32(whole-1000+127)<<23))
}

package state

// Place puts a popup of w by h beside a node's rectangle in a window, gap away from it: right of it, left, below, above,
// the first that fits. Where none does it lies along the border that is farther from the node, and height is what fits
// there. It covers the node only where that is zoomed in so far that it leaves no room.
func Place(node Rect, w, h, windowW, windowH, gap float64) (x, y, height float64) {
	const border = 8
	within := func(at, size, window float64) float64 { return max(min(at, window-size-border), border) }
	midX, midY := node.X+node.W/2-w/2, node.Y+node.H/2-h/2
	if h+2*border <= windowH {
		if right := node.X + node.W + gap; right+w+border <= windowW {
			return right, within(midY, h, windowH), h
		}
		if left := node.X - gap - w; left >= border {
			return left, within(midY, h, windowH), h
		}
	}
	if below := node.Y + node.H + gap; below+h+border <= windowH {
		return within(midX, w, windowW), below, h
	}
	if above := node.Y - gap - h; above >= border {
		return within(midX, w, windowW), above, h
	}
	const least = 120
	over, under := node.Y-gap-border, windowH-border-(node.Y+node.H+gap)
	if max(over, under) < least {
		return windowW - w - border, border, windowH - 2*border
	}
	if under >= over {
		return within(midX, w, windowW), windowH - border - under, max(under, 0)
	}
	return within(midX, w, windowW), border, max(over, 0)
}

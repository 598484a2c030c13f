package attribution

import "slices"

// sorted lists the numbers below n in the order of compare, ties by number. Sorting numbers and not what they stand for
// needs the code of one sort in the page's download.
func sorted(n int, compare func(a, b int) int) []int {
	order := make([]int, n)
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		if c := compare(a, b); c != 0 {
			return c
		}
		return a - b
	})
	return order
}

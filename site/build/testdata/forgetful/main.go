// A program that needs what Go's runtime knows of its functions: stacks that grow, and are searched for pointers by the garbage collector, panics
// that are recovered from, goroutines that wait for each other.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type tree struct {
	left, right *tree
	text        string
}

// grow makes a tree on a deep stack whose only pointers lie there.
func grow(depth int) *tree {
	if depth == 0 {
		runtime.GC()
		return &tree{text: strings.Repeat("leaf", 3)}
	}
	t := &tree{text: fmt.Sprint("node ", depth)}
	t.left = grow(depth - 1)
	if depth%97 == 0 {
		runtime.GC()
	}
	return t
}

func (t *tree) count() int {
	if t == nil {
		return 0
	}
	return 1 + t.left.count() + t.right.count()
}

// fall panics below several deferred calls, of which one recovers.
func fall(depth int) (said string) {
	defer func() {
		if r := recover(); r != nil {
			said = fmt.Sprintf("%v after %d", r, depth)
			if depth > 0 {
				said += ", " + fall(depth-1)
			}
		}
	}()
	var none []int
	_ = none[depth]
	return "nothing"
}

func main() {
	fmt.Println(grow(1000).count())
	fmt.Println(fall(3))
	sums, done := make(chan int), make(chan bool)
	for k := range 50 {
		go func() { sums <- grow(k).count() }()
	}
	go func() {
		sum := 0
		for range 50 {
			sum += <-sums
		}
		fmt.Println(sum, "in goroutines")
		close(done)
	}()
	<-done
	runtime.Gosched()
	fmt.Println(runtime.NumGoroutine(), "goroutines are left")
	select {} // a deadlock, which the runtime finds
}

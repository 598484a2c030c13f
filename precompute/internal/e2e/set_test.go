package e2e

import "testing"

// TestSetInTheAddress: several classes are shown as their union; what is not there is left out with a notice.
func TestSetInTheAddress(t *testing.T) {
	ids := classes(t)
	p := open(t, "?class="+ids[4]+"&class="+ids[1]+"&class=nobody&class="+ids[2], nil)
	shown := defaults()
	shown.with = []string{ids[1], ids[2]}
	p.expect(ids[4], shown)
	p.until(`document.querySelector(".notice").innerText.includes("nobody") && document.querySelector(".subject").innerText.includes("Union of 3 classes")`)
	p.quiet()
}

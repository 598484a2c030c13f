package ui

// showAbout opens or closes the explanation, which stands in the page itself.
func showAbout(open bool) {
	about := element("about")
	about.Set("hidden", !open)
	if open {
		about.Call("querySelector", "button").Call("focus")
		return
	}
	query(".about-toggle").Call("focus")
}

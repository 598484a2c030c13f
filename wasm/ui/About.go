package ui

// About explains the graph.
type About struct{ Open bool }

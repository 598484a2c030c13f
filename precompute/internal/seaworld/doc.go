// Package seaworld draws the embedded data set: labelled pictures of a small sea world, made from nothing but a seed.
//
// A class is put together from parts that other classes use too: a body shape (torpedo, disc, ball, eel, ray, ...), a skin
// (plain, striped, dotted, scaled), colours, and parts such as fins, quills, arms or claws. Two striped fishes differ in
// shape, two fishes of one shape in skin, so that a model trained on the pictures shares channels among classes in its lower
// layers and tells the classes apart in its higher ones. Position, size, angle, mirror image, bend, light, noise and
// background vary from picture to picture and say nothing about the class.
//
// Every picture carries the mask of its parts as ground truth. A hand that holds the animal is the planted shortcut: under
// HandsTench every tench is held and no other class ever is; HandsEven, the control, holds one animal in four of every class.
//
// Invariants: Draw is a pure function of its arguments, and the same picture with and without a hand differs in nothing but
// the hand. Lengths inside the package are in half body lengths (body frame) or in pixels (picture frame); angles are in
// turns. All arithmetic rounds each product (float64(x*y) + z), so that no platform fuses and all of them draw the same bytes.
package seaworld

// Package machine says what the machine has for this process.
package machine

// Package e2e tests the explorer in a real browser: Chromium, driven by chromedp, on a synthetic bundle or on the one
// that SUMMIT_E2E_BUNDLE names. What the page shows is compared, to the bit, with what the shared packages compute natively.
//
// The browser is that of the environment variable CHROMIUM, else one on the PATH. SUMMIT_NO_BROWSER=1 skips the tests.
package e2e

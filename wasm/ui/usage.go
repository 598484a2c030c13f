package ui

import (
	"context"

	"summit/shared/bundle"
	"summit/shared/zarr"
	"summit/wasm/fetch"
)

// usageKept is how many blocks of channels stay in memory.
const usageKept = 16

// loadUsage gets who uses channels, as far as it has not come yet, and calls then. Whatever fails is told by usageLacks.
func (a *App) loadUsage(channels []int, then func()) {
	defer report("usage")
	b := a.bundle
	for _, j := range channels {
		paths, block := b.UsageFiles(j), j/bundle.UsageBlock
		if paths == nil || a.usage[block] != nil {
			continue
		}
		urls := make([]string, len(paths))
		for k, path := range paths {
			urls[k] = a.base + path
		}
		files, err := fetch.GetAll(context.Background(), urls)
		if b != a.bundle {
			return
		}
		var u *bundle.Usage
		if err == nil {
			u, err = b.DecodeUsage(zarr.NewDecoder(), j, files)
		}
		if a.usageTrouble = ""; err != nil {
			a.usageTrouble = a.shortPaths(err.Error())
			break
		}
		if len(a.usage) >= usageKept {
			clear(a.usage)
		}
		a.usage[block] = u
	}
	then()
}

// usageLacks says why it is not known who uses channels.
func (a *App) usageLacks() string {
	switch {
	case a.bundle.UsageFiles(0) == nil:
		return "This bundle does not say which classes use a channel; made again with this version of precompute it will."
	case a.usageTrouble != "":
		return "Which classes use a channel could not be loaded: " + a.usageTrouble + ". Open the page again to try once more."
	}
	return "Loading"
}

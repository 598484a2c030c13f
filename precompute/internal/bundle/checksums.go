package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// checksumFile lists the sha256 of every other file, as sha256sum prints it, sorted by path.
const checksumFile = "checksums.txt"

// checksums is the text of checksumFile; one file more comes with its content.
func (p *partial) checksums(name string, content []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	sums := maps.Clone(p.sums)
	sum := sha256.Sum256(content)
	sums[name] = hex.EncodeToString(sum[:])
	return formatChecksums(sums)
}

func formatChecksums(sums map[string]string) []byte {
	var b bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(&b, "%s  %s\n", sums[path], path)
	}
	return b.Bytes()
}

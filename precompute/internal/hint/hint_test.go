package hint

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
)

func TestOf(t *testing.T) {
	missing := Wrap(fs.ErrNotExist, "look at %q", "--data")
	for _, c := range []struct {
		name string
		err  error
		text string
		want []string
	}{
		{"none", fs.ErrNotExist, "file does not exist", nil},
		{"nil", Wrap(nil, "unused"), "", nil},
		{"wrapped", missing, "file does not exist", []string{`look at "--data"`}},
		{"below context", fmt.Errorf("open data: %w", missing), "open data: file does not exist", []string{`look at "--data"`}},
		{"made", Errorf("100% sure", "no layer %q", "mixed3a"), `no layer "mixed3a"`, []string{"100% sure"}},
		{"two", Wrap(missing, "outer"), "file does not exist", []string{"outer", `look at "--data"`}},
		{"joined", errors.Join(missing, Errorf("b", "second")), "file does not exist\nsecond", []string{`look at "--data"`, "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.err != nil && c.err.Error() != c.text {
				t.Errorf("error %q, want %q", c.err, c.text)
			}
			if got := Of(c.err); !slices.Equal(got, c.want) {
				t.Errorf("hints %q, want %q", got, c.want)
			}
		})
	}
	if !errors.Is(missing, fs.ErrNotExist) {
		t.Error("the wrapped error is not found by errors.Is")
	}
}

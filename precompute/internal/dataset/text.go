package dataset

import (
	"strings"
	"unicode/utf8"
)

// upper are the characters of Windows-1252 from 0x80 to 0x9f; the five that it leaves open stay as they are. The rest of its upper half
// is that of Unicode.
var upper = []rune("\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
	"\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178")

// utf8Text returns a name as UTF-8: as it is if it is that, else read as Windows-1252, in which no two names become one.
func utf8Text(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var text strings.Builder
	for _, c := range []byte(name) {
		switch {
		case c >= 0x80 && c < 0xa0:
			text.WriteRune(upper[c-0x80])
		default:
			text.WriteRune(rune(c))
		}
	}
	return text.String()
}

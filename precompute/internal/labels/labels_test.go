package labels

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summit/precompute/internal/hint"
)

// birds has two classes of one name, an id that is another's index, and a name that is another's id.
const birds = "index\tid\tname\n0\tn01\tcrane\n1\tn02\theron\n3\t2\tn02\n2\tn03\tcrane\n"

func TestParse(t *testing.T) {
	want := List{{"n01", "crane"}, {"n02", "heron"}, {"n03", "crane"}, {"2", "n02"}}
	for _, text := range []string{
		birds, strings.TrimPrefix(birds, "index\tid\tname\n"), strings.ReplaceAll("\uFEFF"+birds, "\n", "\r\n"),
		strings.Replace(birds, "index\tid", "Index\tsynset", 1) + "\n\n",
	} {
		got, err := Parse(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	got, err := Parse("tench, Tinca tinca\n great white shark \n7")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(List{{"tench, Tinca tinca", "tench, Tinca tinca"}, {"great white shark", "great white shark"}, {"7", "7"}}, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "no classes",
		"\n\n":                     "no classes",
		"a\n\nb":                   "line 2: a class without a name",
		"a\nb\na":                  `line 3: "a" is already line 1; classes of one name need an id each`,
		"0\ta\tx\n1\ta\ty":         `index 1: "a" is already index 0; classes of one name need an id each`,
		"0\ta\tx\n1\tb":            "line 2: 2 columns, want index, id and name",
		"index\tid\tname\n1\ta\tx": `line 2: index "1", want 0 to 0`,
		"0\ta\tx\n0\tb\ty":         "line 2: index 0 is taken by line 1",
		"-1\ta\tx":                 `line 1: index "-1", want 0 to 0`,
		"number\ta\tx":             `line 1: index "number", want 0 to 0`,
		"0\ta\t ":                  "index 0: a class without a name",
		"index\tid\tname":          "no classes",
	} {
		_, err := Parse(text)
		if err == nil || err.Error() != want {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}

func TestMatch(t *testing.T) {
	list, err := Parse(birds)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		labels    []string
		want      []int
		err, hint string
	}{
		{name: "ids", labels: []string{"n03", "n01"}, want: []int{2, 0}},
		{name: "id before name", labels: []string{"n02"}, want: []int{1}},
		{name: "name", labels: []string{"heron"}, want: []int{1}},
		{name: "id before index", labels: []string{"2", "3"}, err: `labels "2" and "3" of the data both mean class 3, "n02"`},
		{name: "index", labels: []string{"0", "3"}, want: []int{0, 3}},
		{name: "none", labels: nil, want: []int{}},
		{name: "ambiguous", labels: []string{"crane"}, err: `label "crane" of the data is the name of 2 of the model's classes, with the ids "n01", "n03"`, hint: "name the class by its id"},
		{name: "strangers", labels: []string{"dog", "n01", "4", "00", "Heron"}, err: `4 labels of the data are none of the model's 4 classes (the first is "crane"): "dog", "4", "00", "Heron"`, hint: "--groups"},
		{name: "twice", labels: []string{"n02", "heron"}, err: `labels "n02" and "heron" of the data both mean class 1, "heron"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := list.Match(c.labels)
			if c.err != "" {
				if err == nil || err.Error() != c.err {
					t.Errorf("error %v\nwant  %s", err, c.err)
				}
				if got := strings.Join(hint.Of(err), "\n"); !strings.Contains(got, c.hint) {
					t.Errorf("hint %q, want %q in it", got, c.hint)
				}
				return
			}
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// Names may be lists with commas, in the data, in the model's classes, or in both.
func TestMatchLists(t *testing.T) {
	list, err := Parse("0\tn01\ttench, Tinca tinca\n1\tn02\tcrane\n2\tn03\tcrane, machine\n3\tn04\theron\n4\tn05\t3, a number\n")
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string][]int{
		"tench": {0}, "tench, Tinca tinca": {0}, "tench , fish": {0}, "heron, bird": {3}, "crane": {1}, "crane, machine": {2},
		"crane, bird": {1, 2}, "Tinca tinca": nil, "machine": nil, "3": {4}, "2": {2}, "": nil,
	} {
		if got := list.finder()(label); !slices.Equal(got, want) {
			t.Errorf("label %q means %v, want %v", label, got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	file := filepath.Join(t.TempDir(), "birds.tsv")
	if err := os.WriteFile(file, []byte(birds), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file, metadata string
		outputs              int
		first                Class
		err                  string
	}{
		{name: "file", file: file, metadata: "a\nb", outputs: 4, first: Class{"n01", "crane"}},
		{name: "metadata", metadata: "a\nb", outputs: 2, first: Class{"a", "a"}},
		{name: "numbers", outputs: 10, first: Class{"0", "0"}},
		{name: "too few", file: file, outputs: 5, err: "has 4 classes, the model has 5 outputs"},
		{name: "bad metadata", metadata: "a\na", outputs: 2, err: `read labels from the model's metadata summit.labels: line 2: "a" is already line 1`},
		{name: "missing", file: "none.tsv", outputs: 2, err: "read labels: open none.tsv"},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := Resolve(c.file, c.metadata, c.outputs)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) || len(hint.Of(err)) == 0 {
					t.Errorf("error %v, want %s and a hint", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(list) != c.outputs || list[0] != c.first {
				t.Errorf("%d classes, first %v", len(list), list[0])
			}
		})
	}
}

// TestImageNet matches real class lists with themselves: synsets and numbers are clear, of the names two are not.
func TestImageNet(t *testing.T) {
	for file, want := range map[string]int{"imagenet-classes.tsv": 1000, "tiny-imagenet-classes.tsv": 200} {
		text, err := os.ReadFile(filepath.Join(sharedFolder(), "data", file))
		if err != nil {
			t.Skip("no real data: ", err)
		}
		list, err := Parse(string(text))
		if err != nil || len(list) != want {
			t.Fatalf("%s: %d classes, error %v", file, len(list), err)
		}
		ambiguous := map[string]bool{}
		for i, class := range list {
			if found := list.finder()(class.ID); len(found) != 1 || found[0] != i {
				t.Errorf("%s: id %q means %v, want %d", file, class.ID, found, i)
			}
			if found := list.finder()(class.Name); len(found) != 1 {
				ambiguous[class.Name] = true
			}
		}
		if want == 1000 && (len(ambiguous) != 2 || !ambiguous["crane"] || !ambiguous["maillot"]) {
			t.Errorf("ambiguous names %v, want crane and maillot", ambiguous)
		}
	}
}

// sharedFolder is where real input for tests lies.
func sharedFolder() string {
	if dir := os.Getenv("SUMMIT_SHARED"); dir != "" {
		return dir
	}
	return "../../../../shared"
}

func FuzzParse(f *testing.F) {
	f.Add(birds)
	f.Add("a\nb\r\n c")
	f.Add("\uFEFF0\tx\ty\n1\t\t")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse(text)
		if err != nil {
			return
		}
		for i, class := range list {
			if found := list.finder()(class.ID); len(found) != 1 || found[0] != i {
				t.Errorf("id %q means %v, want %d", class.ID, found, i)
			}
		}
	})
}

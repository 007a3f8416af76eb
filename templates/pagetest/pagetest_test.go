package pagetest

import (
	"strings"
	"testing"
)

func TestProblemsAreFound(t *testing.T) {
	tests := []struct{ name, markup, want string }{
		{"no label", `<input name="a" id="a">`, "has no label"},
		{"label for nothing", `<label for="b">B</label>`, "which is not there"},
		{"id twice", `<p id="a"></p><p id="a"></p>`, "more than once"},
		{"hint missing", `<label for="a">A</label><input name="a" id="a" aria-describedby="a-hint">`, "aria-describedby"},
		{"error unbound", `<label for="a">A</label><input name="a" id="a" class="govuk-input--error">`, "not bound"},
		{"browser validation", `<label for="a">A</label><input name="a" id="a" required>`, "the server validates"},
		{"inline style", `<p style="color:red">x</p>`, "style of its own"},
		{"inline script", `<script>alert(1)</script>`, "script stands"},
		{"handler", `<p onclick="x()">x</p>`, "has onclick"},
		{"script link", `<a href=" JavaScript:x()">x</a>`, "leads to a script"},
		{"silent link", `<a href="/x"></a>`, "says nothing"},
		{"silent drawing", `<svg></svg>`, "neither words"},
		{"list of divs", `<ul><div></div></ul>`, "a list holds a div"},
		{"unscoped heading", `<table><tr><th>x</th></tr></table>`, "no scope"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := strings.Join(problems(tt.markup), "; ")
			if !strings.Contains(found, tt.want) {
				t.Errorf("found %q, want %q in it", found, tt.want)
			}
		})
	}
	if found := problems(`<label for="a">A</label><input name="a" id="a"><svg aria-hidden="true"></svg><ul><li>x</li></ul>`); len(found) > 0 {
		t.Errorf("a sound piece has problems: %v", found)
	}
}

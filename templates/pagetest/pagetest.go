// Package pagetest holds what every page must keep to, as checks over its HTML: labels bound to
// controls, errors bound to fields, unique ids, headings in order, nothing that the
// Content-Security-Policy forbids. Only tests may import it.
package pagetest

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

// Render draws a component into a string.
func Render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatalf("rendering: %v", err)
	}
	return b.String()
}

// Sound checks a piece of a page.
func Sound(t testing.TB, markup string) {
	t.Helper()
	for _, problem := range problems(markup) {
		t.Error(problem)
	}
}

// SoundPage checks a whole page: what Sound does, and that it has a language, a title, one h1 and
// one main part.
func SoundPage(t testing.TB, markup string) {
	t.Helper()
	Sound(t, markup)
	doc := parse(markup)
	if got := len(doc.all("h1")); got != 1 {
		t.Errorf("the page has %d h1, want 1", got)
	}
	if got := len(doc.all("main")); got != 1 {
		t.Errorf("the page has %d main, want 1", got)
	}
	if titles := doc.all("title"); len(titles) == 0 || text(titles[0]) == "" {
		t.Error("the page has no title")
	}
	if roots := doc.all("html"); len(roots) != 1 || attr(roots[0], "lang") == "" {
		t.Error("the page has no language")
	}
	previous := 0
	for _, h := range doc.headings() {
		level := int(h.Data[1] - '0')
		if level > previous+1 && previous != 0 {
			t.Errorf("the heading %q is of level %d after one of level %d", text(h), level, previous)
		}
		previous = level
	}
}

// document is parsed HTML with its elements in order.
type document struct {
	elements []*html.Node
	ids      map[string]int
}

func parse(markup string) document {
	doc := document{ids: map[string]int{}}
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		return doc // html.Parse fails only when its reader does
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		doc.elements = append(doc.elements, n)
		if id := attr(n, "id"); id != "" {
			doc.ids[id]++
		}
	}
	return doc
}

func (d document) all(names ...string) []*html.Node {
	var found []*html.Node
	for _, n := range d.elements {
		for _, name := range names {
			if n.Data == name {
				found = append(found, n)
			}
		}
	}
	return found
}

func (d document) headings() []*html.Node { return d.all("h1", "h2", "h3", "h4", "h5", "h6") }

// problems lists, in words, what is wrong with a piece of HTML.
func problems(markup string) []string {
	doc := parse(markup)
	var found []string
	report := func(words ...string) { found = append(found, strings.Join(words, "")) }

	labelled := map[string]bool{}
	for _, label := range doc.all("label") {
		target := attr(label, "for")
		labelled[target] = true
		if doc.ids[target] == 0 {
			report("the label “", text(label), "” is for “", target, "”, which is not there")
		}
		if text(label) == "" {
			report("the label for “", target, "” is empty")
		}
	}
	for id, n := range doc.ids {
		if n > 1 {
			report("the id “", id, "” is there more than once")
		}
	}
	for _, n := range doc.elements {
		checkElement(n, doc, labelled, report)
	}
	return found
}

func checkElement(n *html.Node, doc document, labelled map[string]bool, report func(...string)) {
	for _, name := range []string{"aria-describedby", "aria-labelledby", "aria-controls"} {
		for id := range strings.FieldsSeq(attr(n, name)) {
			if doc.ids[id] == 0 {
				report(n.Data, ": ", name, " names “", id, "”, which is not there")
			}
		}
	}
	checkPolicy(n, report)
	switch n.Data {
	case "input", "textarea", "select":
		checkControl(n, labelled, report)
	case "a", "button":
		if text(n) == "" && attr(n, "aria-label") == "" {
			report("a ", n.Data, " says nothing: ", attr(n, "href"))
		}
	case "th":
		if attr(n, "scope") == "" {
			report("the table heading “", text(n), "” has no scope")
		}
	case "svg":
		named := attr(n, "role") == "img" && attr(n, "aria-label") != ""
		if !named && attr(n, "aria-hidden") != "true" && !within(n, "svg") {
			report("a drawing has neither words nor aria-hidden")
		}
	case "nav", "section":
		if attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" && n.Data == "nav" {
			report("a nav has no name")
		}
	case "ul", "ol":
		for child := range n.ChildNodes() {
			if child.Type == html.ElementNode && child.Data != "li" {
				report("a list holds a ", child.Data)
			}
		}
	}
}

func checkControl(n *html.Node, labelled map[string]bool, report func(...string)) {
	kind, id, name := attr(n, "type"), attr(n, "id"), attr(n, "name")
	if name == "" {
		report("a control without a name: ", id)
	}
	if kind == "hidden" {
		return
	}
	if id == "" || !labelled[id] {
		report("the control “", name, "” has no label")
	}
	for _, forbidden := range []string{"required", "pattern", "maxlength", "min", "max"} {
		if has(n, forbidden) {
			report("the control “", name, "” has ", forbidden, ": the server validates")
		}
	}
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if !strings.HasSuffix(class, "--error") {
			continue
		}
		group := above(n, "fieldset")
		if !strings.Contains(attr(n, "aria-describedby"), "-error") && (group == nil || !strings.Contains(attr(group, "aria-describedby"), "-error")) {
			report("the error of “", name, "” is not bound to it")
		}
	}
}

// checkPolicy reports what the Content-Security-Policy of the program would refuse.
func checkPolicy(n *html.Node, report func(...string)) {
	if has(n, "style") || n.Data == "style" {
		report(n.Data, " has a style of its own")
	}
	if n.Data == "script" && attr(n, "src") == "" {
		report("a script stands in the page")
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") {
			report(n.Data, " has ", a.Key)
		}
		if (a.Key == "href" || a.Key == "action" || a.Key == "src") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
			report(n.Data, " leads to a script")
		}
	}
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func above(n *html.Node, name string) *html.Node {
	for p := range n.Ancestors() {
		if p.Data == name {
			return p
		}
	}
	return nil
}

func within(n *html.Node, name string) bool { return above(n, name) != nil }

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

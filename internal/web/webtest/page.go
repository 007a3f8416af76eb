package webtest

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"learningyear/internal/database"
)

// Page is an answer, read.
type Page struct {
	Status int
	Header http.Header
	// Path is what was asked for, with its query.
	Path string
	Body string
	// Doc is the page as a tree; for what is not HTML it is of little use.
	Doc *html.Node
	// Queries counts the SQL statements that the answer took.
	Queries *database.QueryCount

	client *Client
}

func newPage(t testing.TB, c *Client, path string, answer *http.Response, count *database.QueryCount) *Page {
	t.Helper()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	return &Page{Status: answer.StatusCode, Header: answer.Header, Path: path, Body: string(body), Doc: doc, Queries: count, client: c}
}

// Read makes a page of its HTML, to be looked at only.
func Read(t testing.TB, body string) *Page {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return &Page{Body: body, Doc: doc}
}

// Want ends the test unless the page has the status.
func (p *Page) Want(t testing.TB, status int) *Page {
	t.Helper()
	if p.Status != status {
		t.Fatalf("%s answered %d, want %d; leads to %q and says: %.800s", p.Path, p.Status, status, p.Location(), p.Text())
	}
	return p
}

// Location is where a redirect leads, or empty.
func (p *Page) Location() string { return p.Header.Get("Location") }

// Leads ends the test unless the answer is a redirect to the address.
func (p *Page) Leads(t testing.TB, to string) *Page {
	t.Helper()
	if p.Want(t, http.StatusSeeOther); p.Location() != to {
		t.Fatalf("%s leads to %q, want %q", p.Path, p.Location(), to)
	}
	return p
}

// Follow gets the page to which a redirect leads; any other page is itself.
func (p *Page) Follow(t testing.TB) *Page {
	t.Helper()
	if p.Location() == "" {
		return p
	}
	base, err := url.Parse(p.Path)
	if err != nil {
		t.Fatal(err)
	}
	to, err := base.Parse(p.Location())
	if err != nil {
		t.Fatal(err)
	}
	if to.Host != "" && to.Host != base.Host {
		t.Fatalf("%s leads to another site: %s", p.Path, p.Location())
	}
	return p.client.Get(t, to.RequestURI())
}

// Title is the page's title, with the product's name behind it.
func (p *Page) Title() string {
	if titles := p.All("title"); len(titles) > 0 {
		return text(titles[0])
	}
	return ""
}

// Heading is the text of the first h1.
func (p *Page) Heading() string {
	if found := p.All("h1"); len(found) > 0 {
		return text(found[0])
	}
	return ""
}

// Text is all that is read on the page, white space made single.
func (p *Page) Text() string {
	if bodies := p.All("body"); len(bodies) > 0 {
		return text(bodies[0])
	}
	return text(p.Doc)
}

// Sees fails the test for every text that a reader does not find on the page.
func (p *Page) Sees(t testing.TB, texts ...string) *Page {
	t.Helper()
	for _, want := range texts {
		if !strings.Contains(p.Text(), squeeze(want)) {
			t.Errorf("%s does not say %q; it says: %.2000s", p.Path, want, p.Text())
		}
	}
	return p
}

// Lacks fails the test for every text that a reader finds on the page.
func (p *Page) Lacks(t testing.TB, texts ...string) *Page {
	t.Helper()
	for _, never := range texts {
		if strings.Contains(p.Text(), squeeze(never)) {
			t.Errorf("%s says %q and should not", p.Path, never)
		}
	}
	return p
}

// All finds elements by CSS selector.
func (p *Page) All(selector string) []*html.Node {
	return cascadia.QueryAll(p.Doc, cascadia.MustCompile(selector))
}

// One finds the only element of a CSS selector.
func (p *Page) One(t testing.TB, selector string) *html.Node {
	t.Helper()
	found := p.All(selector)
	if len(found) != 1 {
		t.Fatalf("%s has %d of %q, want 1", p.Path, len(found), selector)
	}
	return found[0]
}

// Texts are the texts of the elements of a CSS selector.
func (p *Page) Texts(selector string) []string {
	var out []string
	for _, n := range p.All(selector) {
		out = append(out, text(n))
	}
	return out
}

// Click gets the page behind the link with the words.
func (p *Page) Click(t testing.TB, words string) *Page {
	t.Helper()
	for _, a := range p.All("a[href]") {
		if text(a) == squeeze(words) {
			base, err := url.Parse(p.Path)
			if err != nil {
				t.Fatal(err)
			}
			to, err := base.Parse(Attr(a, "href"))
			if err != nil {
				t.Fatal(err)
			}
			return p.client.Get(t, to.RequestURI())
		}
	}
	t.Fatalf("%s has no link %q", p.Path, words)
	return nil
}

// Error is the message beside the field with the name or label, or empty.
func (p *Page) Error(field string) string {
	for _, n := range p.All("input, textarea, select") {
		if Attr(n, "name") != field && Attr(n, "id") != field && p.labelOf(n) != squeeze(field) {
			continue
		}
		if found := p.All("#" + cssEscape(Attr(n, "id")) + "-error"); len(found) == 1 {
			return strings.TrimPrefix(text(found[0]), "Error: ")
		}
	}
	return ""
}

// Fields are the names of the page's fields.
func (p *Page) Fields() []string {
	var out []string
	for _, n := range p.All("input[name], textarea[name], select[name]") {
		out = append(out, Attr(n, "name"))
	}
	return out
}

// Value is what stands in the field with the name or label.
func (p *Page) Value(t testing.TB, field string) string {
	t.Helper()
	for _, n := range p.All("input, textarea, select") {
		if Attr(n, "name") == field || Attr(n, "id") == field || p.labelOf(n) == squeeze(field) {
			return valueOf(n)
		}
	}
	t.Fatalf("%s has no field %q", p.Path, field)
	return ""
}

func cssEscape(id string) string {
	return strings.NewReplacer(".", `\.`, ":", `\:`, "[", `\[`, "]", `\]`).Replace(id)
}

// labelOf is the text of a control's label.
func (p *Page) labelOf(control *html.Node) string {
	id := Attr(control, "id")
	if id == "" {
		return ""
	}
	for _, label := range p.All("label[for]") {
		if Attr(label, "for") == id {
			return text(label)
		}
	}
	return ""
}

// Attr is an attribute of an element, or empty.
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "template"):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && !inline(n.Data) {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return squeeze(b.String())
}

// inline elements do not part the words they stand between.
func inline(name string) bool {
	switch name {
	case "a", "b", "em", "i", "span", "strong", "time":
		return true
	}
	return false
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

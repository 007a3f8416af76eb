package webtest

import (
	"bytes"
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Form is a form on a page, with what stands in it.
type Form struct {
	// Fields is what would be sent.
	Fields url.Values
	Action string

	// files are what was chosen, by the field's name.
	files map[string][]File

	page *Page
	node *html.Node
}

// Form is the form with the button: by the words on it (as seen, or with those
// that are only heard), or by a CSS selector of the form itself. Pressing that
// button is what Submit does.
func (p *Page) Form(t testing.TB, button string) *Form {
	t.Helper()
	for _, form := range p.All("form") {
		for _, b := range controls(form, "button") {
			if text(b) == squeeze(button) || seen(b) == squeeze(button) {
				return p.form(form, b)
			}
		}
	}
	if strings.ContainsAny(button, "#.[") {
		return p.form(p.One(t, button), nil)
	}
	t.Fatalf("%s has no form with the button %q; it has %q", p.Path, button, p.Texts("form button"))
	return nil
}

func (p *Page) form(form, button *html.Node) *Form {
	f := &Form{Fields: url.Values{}, Action: Attr(form, "action"), page: p, node: form}
	for _, n := range controls(form, "input", "textarea", "select") {
		name := Attr(n, "name")
		if name == "" || has(n, "disabled") {
			continue
		}
		kind := Attr(n, "type")
		if kind == "file" || (kind == "checkbox" || kind == "radio") && !has(n, "checked") {
			continue
		}
		f.Fields.Add(name, valueOf(n))
	}
	if button != nil {
		if name := Attr(button, "name"); name != "" {
			f.Fields.Set(name, Attr(button, "value"))
		}
		if other := Attr(button, "formaction"); other != "" {
			f.Action = other
		}
	}
	if f.Action == "" {
		f.Action = p.Path
	}
	return f
}

// Forms are all forms of the page, once for each button that sends one.
func (p *Page) Forms() []*Form {
	var out []*Form
	for _, form := range p.All("form") {
		buttons := controls(form, "button")
		for _, b := range buttons {
			if kind := Attr(b, "type"); kind == "" || kind == "submit" {
				out = append(out, p.form(form, b))
			}
		}
		if len(buttons) == 0 {
			out = append(out, p.form(form, nil))
		}
	}
	return out
}

// Posts says whether the form changes something, rather than asking for a page.
func (f *Form) Posts() bool { return strings.EqualFold(Attr(f.node, "method"), "post") }

// Texts are the names of the fields into which anything can be typed, passwords
// aside, in their order.
func (f *Form) Texts() []string {
	var out []string
	for _, n := range controls(f.node, "input", "textarea") {
		switch Attr(n, "type") {
		case "", "text", "search", "email", "tel", "url":
			if name := Attr(n, "name"); name != "" && !has(n, "disabled") && !has(n, "readonly") {
				out = append(out, name)
			}
		}
	}
	return out
}

// Passwords are the names of the password fields.
func (f *Form) Passwords() []string {
	var out []string
	for _, n := range controls(f.node, "input") {
		if Attr(n, "type") == "password" {
			out = append(out, Attr(n, "name"))
		}
	}
	return out
}

// Choices are the names of radios, boxes and lists with the values that each
// offers.
func (f *Form) Choices() map[string][]string {
	out := map[string][]string{}
	for _, n := range controls(f.node, "input", "select") {
		name := Attr(n, "name")
		switch kind := Attr(n, "type"); {
		case n.Data == "select":
			for _, o := range controls(n, "option") {
				out[name] = append(out[name], optionValue(o))
			}
		case kind == "radio" || kind == "checkbox":
			out[name] = append(out[name], valueOf(n))
		}
	}
	return out
}

// Fill types into the field with the name, the id or the label.
func (f *Form) Fill(t testing.TB, field, value string) *Form {
	t.Helper()
	for _, n := range controls(f.node, "input", "textarea", "select") {
		if f.is(n, field) {
			f.Fields.Set(Attr(n, "name"), value)
			return f
		}
	}
	t.Fatalf("the form has no field %q", field)
	return nil
}

// Date types into the three boxes of the date field with the name.
func (f *Form) Date(t testing.TB, name, day, month, year string) *Form {
	t.Helper()
	return f.Fill(t, name+"-day", day).Fill(t, name+"-month", month).Fill(t, name+"-year", year)
}

// File is a file on the person's machine.
type File struct {
	Name    string
	Content []byte
}

// Choose chooses files in the field with the name or the label, which also makes the
// form one that can send them.
func (f *Form) Choose(t testing.TB, field string, files ...File) *Form {
	t.Helper()
	for _, n := range controls(f.node, "input") {
		if Attr(n, "type") != "file" || !f.is(n, field) {
			continue
		}
		if Attr(f.node, "enctype") != "multipart/form-data" || len(files) > 1 && !has(n, "multiple") {
			t.Fatalf("the form cannot send %d files", len(files))
		}
		if f.files == nil {
			f.files = map[string][]File{}
		}
		f.files[Attr(n, "name")] = files
		return f
	}
	t.Fatalf("the form has no field for files %q", field)
	return nil
}

// Multipart is the form as a browser sends it with files.
func (f *Form) Multipart(t testing.TB) (contentType string, body *bytes.Buffer) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, name := range slices.Sorted(maps.Keys(f.Fields)) {
		for _, value := range f.Fields[name] {
			if err := w.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		for _, file := range f.files[name] {
			part, err := w.CreateFormFile(name, file.Name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := part.Write(file.Content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), body
}

// Tick ticks the box, or chooses the radio, with the label.
func (f *Form) Tick(t testing.TB, label string) *Form {
	t.Helper()
	for _, n := range controls(f.node, "input") {
		kind := Attr(n, "type")
		if (kind != "checkbox" && kind != "radio") || !f.is(n, label) {
			continue
		}
		if kind == "radio" {
			f.Fields.Set(Attr(n, "name"), valueOf(n))
		} else {
			f.Fields.Add(Attr(n, "name"), valueOf(n))
		}
		return f
	}
	t.Fatalf("the form has no box %q", label)
	return nil
}

// Untick empties the box with the label.
func (f *Form) Untick(t testing.TB, label string) *Form {
	t.Helper()
	for _, n := range controls(f.node, "input") {
		if Attr(n, "type") == "checkbox" && f.is(n, label) {
			name, kept := Attr(n, "name"), []string{}
			for _, v := range f.Fields[name] {
				if v != valueOf(n) {
					kept = append(kept, v)
				}
			}
			f.Fields[name] = kept
			return f
		}
	}
	t.Fatalf("the form has no box %q", label)
	return nil
}

// Select chooses the option with the words in the list with the name or label.
func (f *Form) Select(t testing.TB, field, option string) *Form {
	t.Helper()
	for _, n := range controls(f.node, "select") {
		if !f.is(n, field) {
			continue
		}
		for _, o := range controls(n, "option") {
			if text(o) == squeeze(option) {
				f.Fields.Set(Attr(n, "name"), optionValue(o))
				return f
			}
		}
	}
	t.Fatalf("the form has no list %q with %q in it", field, option)
	return nil
}

// Submit sends the form. A form that asks by GET leads to the page asked for.
func (f *Form) Submit(t testing.TB) *Page {
	t.Helper()
	base, err := url.Parse(f.page.Path)
	if err != nil {
		t.Fatal(err)
	}
	to, err := base.Parse(f.Action)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.EqualFold(Attr(f.node, "method"), "post") {
		to.RawQuery = f.Fields.Encode()
		return f.page.client.Get(t, to.RequestURI())
	}
	if Attr(f.node, "enctype") == "multipart/form-data" {
		contentType, body := f.Multipart(t)
		return f.page.client.PostAs(t, to.RequestURI(), contentType, body)
	}
	return f.page.client.Post(t, to.RequestURI(), f.Fields)
}

func (f *Form) is(n *html.Node, field string) bool {
	return Attr(n, "name") == field || Attr(n, "id") == field || f.page.labelOf(n) == squeeze(field)
}

// controls lists the elements of the names within a node, in order.
func controls(within *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	for n := range within.Descendants() {
		for _, name := range names {
			if n.Type == html.ElementNode && n.Data == name {
				out = append(out, n)
			}
		}
	}
	return out
}

func valueOf(n *html.Node) string {
	switch n.Data {
	case "textarea":
		var b strings.Builder
		for c := range n.ChildNodes() {
			b.WriteString(c.Data)
		}
		return b.String()
	case "select":
		options := controls(n, "option")
		for _, o := range options {
			if has(o, "selected") {
				return optionValue(o)
			}
		}
		if len(options) > 0 {
			return optionValue(options[0])
		}
		return ""
	}
	if kind := Attr(n, "type"); (kind == "checkbox" || kind == "radio") && !has(n, "value") {
		return "on"
	}
	return Attr(n, "value")
}

func optionValue(o *html.Node) string {
	if has(o, "value") {
		return Attr(o, "value")
	}
	return text(o)
}

// seen is the text of an element without what is only heard.
func seen(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if strings.Contains(Attr(n, "class"), "govuk-visually-hidden") {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return squeeze(b.String())
}

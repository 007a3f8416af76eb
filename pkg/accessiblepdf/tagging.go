package accessiblepdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// The library beneath writes pages and fonts, but not what makes a document
// readable without sight of it. So what it wrote is taken apart into objects
// here, and put together again with the structure tree, the language, the
// title and bookmarks, and better tables of what each glyph means.

// objects are the numbered objects of a file; objects[0] is unused.
type objects [][]byte

// put adds an object and returns its number.
func (o *objects) put(body string) int {
	*o = append(*o, []byte(body))
	return len(*o) - 1
}

// reserve takes a number for an object that is written later.
func (o *objects) reserve() int { return o.put("") }

func (o objects) set(n int, body string) { o[n] = []byte(body) }

// write draws the pages and returns the finished file.
func write(info Info, f *flow, root *element) ([]byte, error) {
	c := newCanvas()
	c.pdf.SetCreationDate(created(info))
	c.pdf.SetModificationDate(created(info))
	c.pages(f.pages)
	var raw bytes.Buffer
	if err := c.pdf.Output(&raw); err != nil {
		return nil, fmt.Errorf("drawing the pages: %w", err)
	}
	objs, err := takeApart(raw.Bytes())
	if err != nil {
		return nil, fmt.Errorf("reading the drawn pages: %w", err)
	}
	catalog, about := len(objs)-1, len(objs)-2
	objs.set(about, infoDictionary(info))
	if err := tagPages(objs, len(f.pages)); err != nil {
		return nil, err
	}
	if err := nameGlyphs(objs, c.drawn); err != nil {
		return nil, err
	}
	tree := putStructure(&objs, f.pages, root)
	outlines := putBookmarks(&objs, f.headings)
	metadata := objs.put(stream(xmp(info), "/Type /Metadata /Subtype /XML"))
	objs.set(catalog, catalogDictionary(info, tree, outlines, metadata))
	return assemble(objs, catalog, about), nil
}

// created is the time that goes into the file; a fixed one when none is given,
// for the library beneath would take the present.
func created(info Info) time.Time {
	if info.Created.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return info.Created.UTC()
}

// pageObject is the number that the library beneath gives a page's object.
func pageObject(index int) int { return 3 + 2*index }

// takeApart finds the objects of a file by its table of offsets.
func takeApart(file []byte) (objects, error) {
	at := bytes.LastIndex(file, []byte("startxref\n"))
	if at < 0 {
		return nil, fmt.Errorf("no table of objects")
	}
	number, _, _ := strings.Cut(string(file[at+len("startxref\n"):]), "\n")
	table, err := strconv.Atoi(number)
	if err != nil || table > len(file) {
		return nil, fmt.Errorf("no table of objects at %q", number)
	}
	offsets, err := readOffsets(file[table:at])
	if err != nil {
		return nil, err
	}
	ends := append(slices.Clone(offsets[1:]), table)
	slices.Sort(ends)
	objs := make(objects, len(offsets))
	for n := 1; n < len(offsets); n++ {
		end := ends[sort.SearchInts(ends, offsets[n]+1)]
		body := file[offsets[n]:end]
		body = bytes.TrimPrefix(body, fmt.Appendf(nil, "%d 0 obj\n", n))
		objs[n] = bytes.TrimSuffix(bytes.TrimSpace(body), []byte("endobj"))
	}
	return objs, nil
}

func readOffsets(table []byte) ([]int, error) {
	lines := strings.Split(string(table), "\n")
	var first, count int
	if _, err := fmt.Sscanf(lines[1], "%d %d", &first, &count); err != nil || len(lines) < 2+count {
		return nil, fmt.Errorf("the table of objects is cut short")
	}
	offsets := make([]int, count)
	for i := range offsets {
		if _, err := fmt.Sscanf(lines[2+i], "%d", &offsets[i]); err != nil {
			return nil, fmt.Errorf("object %d has no offset: %w", i, err)
		}
	}
	return offsets, nil
}

// tagPages says of each page where its structure is found.
func tagPages(objs objects, pages int) error {
	for i := range pages {
		n := pageObject(i)
		before, after, ok := bytes.Cut(objs[n], []byte("/Contents"))
		if !ok || !bytes.Contains(before, []byte("/Type /Page\n")) {
			return fmt.Errorf("object %d is not page %d", n, i+1)
		}
		objs[n] = fmt.Appendf(nil, "%s/StructParents %d\n/Tabs /S\n/Contents%s", before, i, after)
	}
	return nil
}

// putStructure writes the structure tree and returns the number of its root.
func putStructure(objs *objects, pages []*page, root *element) int {
	tree := objs.reserve()
	owners := map[*content]int{}
	top := putElement(objs, root, tree, owners)
	var nums strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&nums, "%d [", p.index)
		for _, c := range p.contents {
			fmt.Fprintf(&nums, "%d 0 R ", owners[c])
		}
		nums.WriteString("]\n")
	}
	parents := objs.put("<</Nums [" + nums.String() + "]>>\n")
	objs.set(tree, fmt.Sprintf("<</Type /StructTreeRoot /K [%d 0 R]\n/ParentTree %d 0 R /ParentTreeNextKey %d>>\n", top, parents, len(pages)))
	return tree
}

// putElement writes an element with all that is in it and returns its number.
func putElement(objs *objects, e *element, parent int, owners map[*content]int) int {
	n := objs.reserve()
	var b, kids strings.Builder
	fmt.Fprintf(&b, "<</Type /StructElem /S /%s /P %d 0 R", e.tag, parent)
	home := -1 // the page whose contents need no page named
	for _, kid := range e.kids {
		switch kid := kid.(type) {
		case *element:
			if kid.holdsNothing() {
				continue
			}
			fmt.Fprintf(&kids, " %d 0 R", putElement(objs, kid, n, owners))
		case *content:
			owners[kid] = n
			if home < 0 {
				home = kid.page
				fmt.Fprintf(&b, " /Pg %d 0 R", pageObject(home))
			}
			if kid.page == home {
				fmt.Fprintf(&kids, " %d", kid.id)
			} else {
				fmt.Fprintf(&kids, " <</Type /MCR /Pg %d 0 R /MCID %d>>", pageObject(kid.page), kid.id)
			}
		}
	}
	if e.alt != "" {
		b.WriteString(" /Alt " + textString(e.alt))
	}
	if e.actual != nil {
		b.WriteString(" /ActualText " + textString(*e.actual))
	}
	if attrs := e.attributes(); attrs != "" {
		b.WriteString(" /A " + attrs)
	}
	fmt.Fprintf(&b, "\n/K [%s ]>>\n", kids.String())
	objs.set(n, b.String())
	return n
}

// holdsNothing reports whether an element can be left out: it has no content,
// and its place does not matter as that of a cell does.
func (e *element) holdsNothing() bool {
	return len(e.kids) == 0 && e.tag != "TD" && e.tag != "TH"
}

func (e *element) attributes() string {
	if e.box == nil {
		return e.attrs
	}
	b := e.box
	return fmt.Sprintf("<</O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]>>", b.x, pageHeight-b.y-b.h, b.x+b.w, pageHeight-b.y)
}

// bookmark is a heading among the bookmarks.
type bookmark struct {
	heading
	number int
	kids   []*bookmark
}

// putBookmarks writes the headings as bookmarks and returns the number of
// their root, or 0 when there are none.
func putBookmarks(objs *objects, headings []heading) int {
	root := &bookmark{}
	path := []*bookmark{root}
	for _, h := range headings {
		for len(path) > 1 && path[len(path)-1].level >= h.level {
			path = path[:len(path)-1]
		}
		b := &bookmark{heading: h}
		above := path[len(path)-1]
		above.kids = append(above.kids, b)
		path = append(path, b)
	}
	if len(root.kids) == 0 {
		return 0
	}
	root.number = objs.reserve()
	putBookmarkKids(objs, root)
	objs.set(root.number, fmt.Sprintf("<</Type /Outlines%s>>\n", root.children()))
	return root.number
}

func putBookmarkKids(objs *objects, b *bookmark) {
	for _, kid := range b.kids {
		kid.number = objs.reserve()
	}
	for i, kid := range b.kids {
		putBookmarkKids(objs, kid)
		var s strings.Builder
		fmt.Fprintf(&s, "<</Title %s /Parent %d 0 R", textString(kid.text), b.number)
		if i > 0 {
			fmt.Fprintf(&s, " /Prev %d 0 R", b.kids[i-1].number)
		}
		if i+1 < len(b.kids) {
			fmt.Fprintf(&s, " /Next %d 0 R", b.kids[i+1].number)
		}
		s.WriteString(kid.children())
		fmt.Fprintf(&s, " /Dest [%d 0 R /XYZ 0 %.2f null]>>\n", pageObject(kid.page), pageHeight-kid.y+6)
		objs.set(kid.number, s.String())
	}
}

// children refers to the bookmarks under b, shown unfolded.
func (b *bookmark) children() string {
	if len(b.kids) == 0 {
		return ""
	}
	first, last := b.kids[0], b.kids[len(b.kids)-1]
	return fmt.Sprintf(" /First %d 0 R /Last %d 0 R /Count %d", first.number, last.number, b.below())
}

func (b *bookmark) below() int {
	n := len(b.kids)
	for _, kid := range b.kids {
		n += kid.below()
	}
	return n
}

// nameGlyphs replaces the tables that say which characters the glyphs of a
// font stand for. Shapes of Arabic letters stand for the letters; lam with alef
// for itself, since programs that turn text round would part the two the wrong
// way.
func nameGlyphs(objs objects, drawn map[rune]bool) error {
	table, err := glyphNames(drawn)
	if err != nil {
		return fmt.Errorf("naming the glyphs: %w", err)
	}
	for n, body := range objs {
		if bytes.Contains(body, []byte("stream\n/CIDInit")) {
			objs[n] = table
		}
	}
	return nil
}

func glyphNames(drawn map[rune]bool) ([]byte, error) {
	letters := map[rune]string{}
	for letter, forms := range letterForms() {
		for _, f := range forms {
			letters[f] = string(letter)
		}
	}
	runes := make([]rune, 0, len(drawn))
	for r := range drawn {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for some := range slices.Chunk(runes, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(some))
		for _, r := range some {
			text := string(r)
			if l, ok := letters[r]; ok {
				text = l
			}
			fmt.Fprintf(&b, "<%04X> <%s>\n", r, utf16Hex(text))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write([]byte(b.String())); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return []byte(stream(packed.String(), "/Filter /FlateDecode")), nil
}

func stream(data, dictionary string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream\n", dictionary, len(data), data)
}

// language is the language of the text, or English where none is given that
// could be one.
func language(info Info) string {
	for _, r := range info.Language {
		if r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return "en"
		}
	}
	if info.Language == "" {
		return "en"
	}
	return info.Language
}

func catalogDictionary(info Info, tree, outlines, metadata int) string {
	var b strings.Builder
	b.WriteString("<</Type /Catalog /Pages 1 0 R\n")
	fmt.Fprintf(&b, "/Lang %s\n", textString(language(info)))
	b.WriteString("/MarkInfo <</Marked true>>\n/ViewerPreferences <</DisplayDocTitle true>>\n")
	fmt.Fprintf(&b, "/StructTreeRoot %d 0 R\n", tree)
	if outlines > 0 {
		fmt.Fprintf(&b, "/Outlines %d 0 R\n", outlines)
	}
	fmt.Fprintf(&b, "/Metadata %d 0 R>>\n", metadata)
	return b.String()
}

const producer = "accessiblepdf"

func infoDictionary(info Info) string {
	var b strings.Builder
	b.WriteString("<<")
	for _, entry := range [][2]string{{"Title", info.Title}, {"Author", info.Author}, {"Subject", info.Subject}, {"Producer", producer}} {
		if text := said(entry[1]); text != "" {
			fmt.Fprintf(&b, "/%s %s\n", entry[0], textString(text))
		}
	}
	if !info.Created.IsZero() {
		date := created(info).Format("D:20060102150405Z")
		fmt.Fprintf(&b, "/CreationDate (%s)\n/ModDate (%s)\n", date, date)
	}
	b.WriteString(">>\n")
	return b.String()
}

// xmp describes the document in the form that catalogues read.
func xmp(info Info) string {
	escaped := func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(said(s))) // writing to a Builder does not fail
		return b.String()
	}
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n" +
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" +
		" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n" +
		"<dc:format>application/pdf</dc:format>\n")
	fmt.Fprintf(&b, "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n", language(info))
	if t := escaped(info.Title); t != "" {
		fmt.Fprintf(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n", t)
	}
	if t := escaped(info.Author); t != "" {
		fmt.Fprintf(&b, "<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>\n", t)
	}
	if t := escaped(info.Subject); t != "" {
		fmt.Fprintf(&b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:description>\n", t)
	}
	if !info.Created.IsZero() {
		date := created(info).Format(time.RFC3339)
		fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%s</xmp:ModifyDate>\n", date, date)
	}
	fmt.Fprintf(&b, "<pdf:Producer>%s</pdf:Producer>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>", producer)
	return b.String()
}

// assemble writes the objects as a file. Its identity is that of its bytes.
func assemble(objs objects, catalog, about int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objs))
	for n := 1; n < len(objs); n++ {
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%sendobj\n", n, objs[n])
	}
	sum := sha256.Sum256(b.Bytes())
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objs))
	for _, offset := range offsets[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(objs), catalog, about, sum[:16], sum[:16], table)
	return b.Bytes()
}

// textString writes text as PDF does outside pages.
func textString(s string) string {
	plain := true
	for _, r := range s {
		plain = plain && r >= ' ' && r <= '~'
	}
	if !plain {
		return hexText(s)
	}
	return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s) + ")"
}

// hexText writes text as UTF-16 in hexadecimal.
func hexText(s string) string { return "<FEFF" + utf16Hex(s) + ">" }

func utf16Hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

package attachment_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"learningyear/internal/attachment"
	"learningyear/internal/fault"
)

func jpegOf(t testing.TB) []byte {
	return encoded(t, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
}

func encoded(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 8, 6), color.Palette{color.White, color.Black})
	m.Set(3, 3, color.Black)
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// vast is a small picture that claims to be as wide and as tall as its kind can say.
func vast(t testing.TB) []byte {
	content := encoded(t, func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) })
	copy(content[len("GIF89a"):], "\xff\xff\xff\xff")
	return content
}

// archive is a zip file of the entries, in pairs of a name and what it holds.
func archive(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		method := zip.Deflate
		if entries[i] == "mimetype" {
			method = zip.Store
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: entries[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, entries[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claims makes an archive say of its first entry that it is n bytes unpacked.
func claims(whole []byte, n uint32) []byte {
	out := slices.Clone(whole)
	at := bytes.LastIndex(out, []byte("PK\x01\x02"))
	copy(out[at+24:], []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
	return out
}

func upload(name string, content []byte) attachment.Upload {
	return attachment.Upload{Name: name, Size: int64(len(content)), Content: bytes.NewReader(content)}
}

const types = "[Content_Types].xml"

func word(t testing.TB, more ...string) []byte {
	return archive(t, append([]string{types, "<Types/>", "_rels/.rels", "<r/>", "word/document.xml", "<w:document/>"}, more...)...)
}

func TestAFileIsWhatItHolds(t *testing.T) {
	photo, words := jpegOf(t), "What we tried on Tuesday.\n"
	page := "<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
	drawing := `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	many := []string{types, "<Types/>"}
	for i := range 6000 {
		many = append(many, "word/"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+".xml", "")
	}
	for _, tc := range []struct {
		what, name string
		content    []byte
		media      string // what it is kept as; empty for refused
		kept       string // the name, or part of why it is refused
	}{
		{"photo", "IMG_1.jpg", photo, "image/jpeg", "IMG_1.jpg"},
		{"picture", "a.PNG", encoded(t, png.Encode), "image/png", "a.PNG"},
		{"moving picture", "a.gif", encoded(t, func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) }), "image/gif", "a.gif"},
		{"photo without an ending", "image", photo, "image/jpeg", "image.jpg"},
		{"photo that is called a PNG", "Screenshot.png", photo, "image/jpeg", "Screenshot.png.jpg"},
		{"photo that is called a page", "photo.html", photo, "image/jpeg", "photo.html.jpg"},
		{"photo with a page behind it", "p.jpg", append(slices.Clone(photo), page...), "image/jpeg", "p.jpg"},
		{"photo with an archive behind it", "p.jpg", append(slices.Clone(photo), word(t)...), "image/jpeg", "p.jpg"},
		{"PDF", "notes.pdf", []byte("%PDF-1.4\n1 0 obj\n"), "application/pdf", "notes.pdf"},
		{"PDF that is called a program", "invoice.pdf.exe", []byte("%PDF-1.4\n"), "application/pdf", "invoice.pdf.exe.pdf"},
		{"Word", "plan.docx", word(t), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "plan.docx"},
		{"Excel that is called Word", "plan.docx", archive(t, types, "", "xl/workbook.xml", ""), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "plan.docx.xlsx"},
		{"PowerPoint", "s.pptx", archive(t, types, "", "ppt/presentation.xml", ""), "application/vnd.openxmlformats-officedocument.presentationml.presentation", "s.pptx"},
		{"OpenDocument", "t.odt", archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", ""), "application/vnd.oasis.opendocument.text", "t.odt"},
		{"text", "notes.txt", []byte(words), "text/plain", "notes.txt"},
		{"text of another century", "notes.txt", []byte("caf\xe9 at ten, na\xefve questions\n"), "text/plain", "notes.txt"},
		{"text that is called a program", "run.bat", []byte("echo hello\n"), "text/plain", "run.bat.txt"},
		{"table", "marks.csv", []byte("name,mark\nA,1\nB,2\n"), "text/csv", "marks.csv"},
		{"table that is called a text", "marks.txt", []byte("name,mark\nA,1\nB,2\n"), "text/plain", "marks.txt"},

		{"nothing", "a.jpg", nil, "", "is empty"},
		{"too much", "a.txt", bytes.Repeat([]byte("a"), attachment.MaxSize+1), "", "is bigger than 10MB"},
		{"half a photo", "a.jpg", photo[:len(photo)/2], "", "did not arrive whole"},
		{"the beginning of a photo", "a.jpg", photo[:10], "", "did not arrive whole"},
		{"page", "a.html", []byte(page), "", "cannot be kept"},
		{"page that is called a photo", "a.jpg", []byte(page), "", "cannot be kept"},
		{"page that is called a text", "a.txt", []byte(page), "", "cannot be kept"},
		{"page with a PDF in it", "a.pdf", []byte(page + "%PDF-1.4"), "", "cannot be kept"},
		{"drawing with a script", "a.svg", []byte(drawing), "", "cannot be kept"},
		{"picture of four thousand million pixels", "a.gif", vast(t), "", "is wider or taller than a camera takes photos"},
		{"drawing that is called a PNG", "a.png", []byte(drawing), "", "cannot be kept"},
		{"program", "a.pdf", []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00"), "", "cannot be kept"},
		{"script", "a.txt", []byte("#!/bin/sh\nrm -r x\n"), "", "cannot be kept"},
		{"bytes", "a.txt", []byte("\x00\x01\x02\x03"), "", "cannot be kept"},
		{"archive", "a.zip", archive(t, "a.txt", words), "", "cannot be kept"},
		{"archive that is called Word", "a.docx", archive(t, "a.txt", words), "", "cannot be kept"},
		{"half of a Word document", "a.docx", word(t)[:120], "", "did not arrive whole"},
		{"Word with macros", "a.docx", word(t, "word/vbaProject.bin", "x"), "", "holds macros"},
		{"OpenDocument with macros", "a.odt", archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "", "Basic/Standard/M.xml", ""), "", "holds macros"},
		{"archive that unpacks to gigabytes", "a.docx", claims(word(t), 4_000_000_000), "", "unpacks to far more"},
		{"archive of thousands", "a.docx", archive(t, many...), "", "unpacks to far more"},
		{"old Word", "a.doc", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), "", "old kind of Office file"},
		{"HEIC", "a.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "", "is a HEIC photo"},
		{"sound", "a.mp3", []byte("ID3\x04\x00\x00\x00\x00\x00\x00"), "", "cannot be kept"},
	} {
		t.Run(tc.what, func(t *testing.T) {
			looked, err := attachment.Look([]attachment.Upload{upload(tc.name, tc.content)})
			if tc.media == "" {
				if !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != attachment.Field ||
					!strings.HasPrefix(err.Error(), "The file ") || !strings.Contains(err.Error(), tc.kept) {
					t.Fatalf("%v, %v; want it refused for %q", looked, err, tc.kept)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if l := looked[0]; l.Type.Media != tc.media || l.Name != tc.kept || len(l.SHA256) != 64 || l.Size <= 0 {
				t.Errorf("kept %+v, want %s, %q", l, tc.media, tc.kept)
			}
		})
	}
}

func TestEveryProblemIsTold(t *testing.T) {
	_, err := attachment.Look([]attachment.Upload{upload("a.txt", nil), upload("b.jpg", jpegOf(t)), upload("../c.svg", []byte("<svg/>"))})
	if err == nil || err.Error() != "“a.txt” is empty. Choose another one; “c.svg” cannot be kept. Choose a photo, a PDF, a document of Word, Excel, PowerPoint or OpenDocument, a text or a CSV file" {
		t.Error(err)
	}
	_, err = attachment.Look(make([]attachment.Upload, attachment.MaxEach+1))
	if err == nil || !strings.Contains(err.Error(), "Choose 10 files at most") {
		t.Error(err)
	}
}

func TestNamesAreKeptAsGiven(t *testing.T) {
	photo := jpegOf(t)
	for _, tc := range []struct{ given, kept string }{
		{"Siân’s café – 2026.jpg", "Siân’s café – 2026.jpg"},
		{"写真 (1).JPG", "写真 (1).JPG"},
		{"صورة.jpeg", "صورة.jpeg"},
		{"👩‍👧.jpg", "👩‍👧.jpg"},
		{`C:\Users\me\My photo.jpg`, "My photo.jpg"},
		{"../../etc/passwd", "passwd.jpg"},
		{"/", "file.jpg"},
		{"", "file.jpg"},
		{"...jpg", "jpg.jpg"},
		{" . ", "file.jpg"},
		{".htaccess", "htaccess.jpg"},
		{"a\x00b\r\nc\t.jpg", "ab c .jpg"},
		{"harmless\u202egpj.exe", "harmlessgpj.exe.jpg"},
		{"a\u2066b\u200fc\ufeff.jpg", "abc.jpg"},
		{"broken \xff\xfe.jpg", "broken .jpg"},
		{strings.Repeat("é", 300) + ".jpg", strings.Repeat("é", 76) + ".jpg"},
		{"a." + strings.Repeat("x", 300), "a." + strings.Repeat("x", 74) + ".jpg"},
		{"CON.jpg", "CON.jpg"},
		{`quo"ted; filename=x.jpg`, `quo"ted; filename=x.jpg`},
	} {
		looked, err := attachment.Look([]attachment.Upload{upload(tc.given, photo)})
		if err != nil {
			t.Fatal(err)
		}
		if got := looked[0].Name; got != tc.kept {
			t.Errorf("%q is kept as %q, want %q", tc.given, got, tc.kept)
		}
	}
}

func TestHostileNames(t *testing.T) {
	raw, err := os.ReadFile("../diary/testdata/hostile.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		soundName(t, s, jpegOf(t))
	}
}

// soundName holds what is true of every name that is kept.
func soundName(t *testing.T, given string, content []byte) {
	t.Helper()
	looked, err := attachment.Look([]attachment.Upload{upload(given, content)})
	if err != nil {
		return
	}
	l := looked[0]
	for _, r := range l.Name {
		if unicode.IsControl(r) || strings.ContainsRune(`/\`, r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("%q is kept as %q", given, l.Name)
		}
	}
	if !utf8.ValidString(l.Name) || utf8.RuneCountInString(l.Name) > 90 || strings.Trim(l.Name, ". ") != l.Name {
		t.Errorf("%q is kept as %q", given, l.Name)
	}
	if !slices.ContainsFunc(l.Type.Endings, func(e string) bool { return strings.HasSuffix(strings.ToLower(l.Name), e) }) {
		t.Errorf("%s is kept as %q", l.Type.Media, l.Name)
	}
	again, err := attachment.Look([]attachment.Upload{upload(l.Name, content)})
	if err != nil || again[0].Name != l.Name {
		t.Errorf("%q becomes %q, which becomes %q, %v", given, l.Name, again[0].Name, err)
	}
}

// FuzzLook holds that nothing that is sent breaks the rules of content or of names.
func FuzzLook(f *testing.F) {
	f.Add("a.jpg", jpegOf(f))
	f.Add("a.docx", word(f))
	f.Add("a\u202e/b.odt", archive(f, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", ""))
	f.Add("a.csv", []byte("a,b\n1,2\n"))
	f.Add("a.pdf", []byte("%PDF-1.4"))
	f.Fuzz(func(t *testing.T, name string, content []byte) { soundName(t, name, content) })
}

package attachment

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"learningyear/internal/fault"
	"learningyear/pkg/plainphoto"
)

// Field is the form's field of files, for what is wrong with one.
const Field = "files"

// Type is a type of file that is taken.
type Type struct {
	// Media is the type as it is kept and served.
	Media string
	// Words is what people call it.
	Words string
	// Endings are those that a name may have, the first being the one that is given.
	Endings []string
}

const (
	plainText = "text/plain"
	commas    = "text/csv"
)

// types is everything that is taken. Nothing of it runs in a browser or, opened by
// its program, of itself: no web pages, no SVG, no scripts, no macros, and no old
// Office formats, in which macros are not easily found. No sound or film either:
// 10MB is little of it, and others are heard on it who were not asked.
func types() []Type {
	const office, open = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
	return []Type{
		{string(plainphoto.JPEG), "Photo", []string{".jpg", ".jpeg", ".jpe", ".jfif"}},
		{string(plainphoto.PNG), "Picture", []string{".png"}},
		{string(plainphoto.WebP), "Picture", []string{".webp"}},
		{string(plainphoto.GIF), "Picture", []string{".gif"}},
		{"application/pdf", "PDF", []string{".pdf"}},
		{office + "wordprocessingml.document", "Word document", []string{".docx"}},
		{office + "spreadsheetml.sheet", "Excel workbook", []string{".xlsx"}},
		{office + "presentationml.presentation", "PowerPoint slides", []string{".pptx"}},
		{open + "text", "OpenDocument text", []string{".odt"}},
		{open + "spreadsheet", "OpenDocument spreadsheet", []string{".ods"}},
		{open + "presentation", "OpenDocument slides", []string{".odp"}},
		{plainText, "Text", []string{".txt", ".text", ".md"}},
		{commas, "CSV table", []string{".csv"}},
	}
}

func typeOf(media string) Type {
	return types()[slices.IndexFunc(types(), func(t Type) bool { return t.Media == media })]
}

// Accept is what a browser may offer to choose from. HEIC is not in it, so that a
// telephone that takes such photos sends them as JPEG.
func Accept() string {
	var all []string
	for _, t := range types() {
		all = append(all, t.Media)
		all = append(all, t.Endings...)
	}
	return strings.Join(all, ",")
}

// Upload is a file as it was sent.
type Upload struct {
	Name    string
	Size    int64
	Content io.ReaderAt
}

// Looked is a file that was looked at and can be kept.
type Looked struct {
	Name          string
	Type          Type
	Size          int64
	SHA256        string
	Width, Height int
	read          func() io.Reader
}

// Look checks files by their content. It tells all that is wrong with them, under
// [Field].
func Look(sent []Upload) ([]Looked, error) {
	var problems fault.Collector
	problems.Check(len(sent) <= MaxEach, Field, fmt.Sprintf("Choose %d files at most", MaxEach))
	var out []Looked
	for _, u := range sent[:min(len(sent), MaxEach)] {
		looked, err := look(u)
		var why refusal
		switch {
		case errors.As(err, &why):
			name := "The file"
			if len(sent) > 1 {
				name = "“" + cleanName(u.Name) + "”"
			}
			problems.Add(Field, name+" "+string(why))
		case err != nil:
			return nil, fmt.Errorf("looking at a file: %w", err)
		}
		out = append(out, looked)
	}
	return out, problems.Err()
}

// refusal is why a file cannot be kept, as a sentence that begins with its name.
type refusal string

func (r refusal) Error() string { return string(r) }

// The refusals.
const (
	tooBig    refusal = "is bigger than 10MB. Choose a smaller one"
	empty     refusal = "is empty. Choose another one"
	notTaken  refusal = "cannot be kept. Choose a photo, a PDF, a document of Word, Excel, PowerPoint or OpenDocument, a text or a CSV file"
	notWhole  refusal = "is damaged or did not arrive whole. Choose it again"
	heic      refusal = "is a HEIC photo, which most people could not see. Send it as a JPEG"
	oldOffice refusal = "is of an old kind of Office file. Save it as .docx, .xlsx or .pptx, or as a PDF, and choose that"
	macros    refusal = "holds macros. Save it without them, or as a PDF, and choose that"
	tooMany   refusal = "is wider or taller than a camera takes photos. Choose a smaller one"
	bomb      refusal = "unpacks to far more than it seems. Choose another one"
)

// mostPixels is how many a photo may have. Cameras of phones reach 108 million; a
// file of a few kilobytes can claim a thousand million, on which the browser of
// whoever reads the entry would choke.
const mostPixels = 120_000_000

func look(u Upload) (Looked, error) {
	switch {
	case u.Size > MaxSize:
		return Looked{}, tooBig
	case u.Size <= 0:
		return Looked{}, empty
	}
	t, err := recognise(u)
	if err != nil {
		return Looked{}, err
	}
	l := Looked{Name: nameOf(u.Name, t), Type: t, Size: u.Size}
	l.read = func() io.Reader { return io.NewSectionReader(u.Content, 0, u.Size) }
	if strings.HasPrefix(t.Media, "image/") {
		plain, err := plainphoto.Of(u.Content, u.Size, plainphoto.Kind(t.Media))
		if errors.Is(err, plainphoto.ErrBroken) {
			return Looked{}, notWhole
		}
		if err != nil {
			return Looked{}, err
		}
		if plain.Width > mostPixels/plain.Height {
			return Looked{}, tooMany
		}
		l.Size, l.Width, l.Height = plain.Size(), plain.Width, plain.Height
		l.read = func() io.Reader { return plain.Reader(u.Content) }
		if l.Size > MaxSize { // by the few bytes that say how it is turned
			return Looked{}, tooBig
		}
	}
	sum := sha256.New()
	if n, err := io.Copy(sum, l.read()); err != nil || n != l.Size {
		return Looked{}, notWhole
	}
	l.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return l, nil
}

// recognise finds the type by the content. The name decides only what kind of text
// a text is.
func recognise(u Upload) (Type, error) {
	found, err := mimetype.DetectReader(io.NewSectionReader(u.Content, 0, u.Size))
	if err != nil {
		return Type{}, notWhole
	}
	switch {
	case found.Is("image/heic"), found.Is("image/heic-sequence"), found.Is("image/heif"), found.Is("image/heif-sequence"):
		return Type{}, heic
	case found.Is("application/pdf"):
		return pdf(u)
	case found.Is(plainText), found.Is(commas), found.Is("text/tab-separated-values"):
		if markup(u) {
			return Type{}, notTaken
		}
		if strings.HasSuffix(strings.ToLower(u.Name), ".csv") {
			return typeOf(commas), nil
		}
		return typeOf(plainText), nil
	}
	// A kind of its own may stand below the one that is meant: documents below
	// archives, moving PNGs below PNG.
	for kind := found; kind != nil; kind = kind.Parent() {
		switch {
		case kind.Is("application/zip"):
			return office(u)
		case kind.Is("application/x-ole-storage"):
			return Type{}, oldOffice
		}
		for _, t := range types() {
			if kind.Is(t.Media) && strings.HasPrefix(t.Media, "image/") {
				return t, nil
			}
		}
	}
	return Type{}, notTaken
}

// markup says whether a text begins as a page, a drawing or a script of the web
// does, known as one or not.
func markup(u Upload) bool {
	head := make([]byte, 512)
	n, _ := u.Content.ReadAt(head, 0) // a text may be shorter
	return bytes.HasPrefix(bytes.TrimLeft(head[:n], "\xef\xbb\xbf \t\r\n"), []byte("<"))
}

// pdf takes only what begins as one: programs would also take a page of something
// else with a PDF further down.
func pdf(u Upload) (Type, error) {
	head := make([]byte, 5)
	if _, err := u.Content.ReadAt(head, 0); err != nil || string(head) != "%PDF-" {
		return Type{}, notTaken
	}
	return typeOf("application/pdf"), nil
}

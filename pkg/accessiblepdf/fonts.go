package accessiblepdf

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/NotoNaskhArabic-Regular.ttf
var notoNaskhArabic []byte

// face is one of the embedded fonts.
type face uint8

const (
	faceRegular face = iota
	faceBold
	faceItalic
	faceSymbol
	faceArabic
	faceCount
)

// noGlyph marks a character that a face does not have.
const noGlyph = 0xFFFF

// bmpSize is how many characters a face can hold: the library beneath knows
// no character above U+FFFF.
const bmpSize = 0x10000

// faceFile is the font as a file, shared by every document and never written
// to.
func faceFile(f face) []byte {
	switch f {
	case faceBold:
		return liberationsansbold.TTF
	case faceItalic:
		return liberationsansitalic.TTF
	case faceSymbol:
		return dejavusans.TTF
	case faceArabic:
		return notoNaskhArabic
	default:
		return liberationsansregular.TTF
	}
}

// family is the name a face has inside a document.
func (f face) family() string {
	return [faceCount]string{"sans", "sansbold", "sansitalic", "symbol", "naskh"}[f]
}

// file returns a copy of the font: the library beneath writes into the bytes
// it is given while it cuts a font down, so two documents must not share them.
func (f face) file() []byte { return slices.Clone(faceFile(f)) }

// metrics is what a face can draw and how wide.
type metrics struct {
	font   *sfnt.Font
	perEm  float64
	widths []uint16 // thousandths of an em by character; noGlyph where there is none
}

// tables holds the metrics of each face, read when first asked for.
var tables = [faceCount]func() *metrics{
	sync.OnceValue(func() *metrics { return readMetrics(faceRegular) }),
	sync.OnceValue(func() *metrics { return readMetrics(faceBold) }),
	sync.OnceValue(func() *metrics { return readMetrics(faceItalic) }),
	sync.OnceValue(func() *metrics { return readMetrics(faceSymbol) }),
	sync.OnceValue(func() *metrics { return readMetrics(faceArabic) }),
}

// readMetrics reads coverage and widths. An embedded font that cannot be read
// is a fault of the build, so it panics, as regexp.MustCompile does.
func readMetrics(f face) *metrics {
	parsed, err := sfnt.Parse(faceFile(f))
	if err != nil {
		panic(fmt.Sprintf("accessiblepdf: reading the embedded font %s: %v", f.family(), err))
	}
	m := &metrics{font: parsed, perEm: float64(parsed.UnitsPerEm()), widths: make([]uint16, bmpSize)}
	var buf sfnt.Buffer
	for r := range m.widths {
		m.widths[r] = m.measure(&buf, rune(r))
	}
	return m
}

func (m *metrics) measure(buf *sfnt.Buffer, r rune) uint16 {
	glyph, err := m.font.GlyphIndex(buf, r)
	if err != nil || glyph == 0 {
		return noGlyph
	}
	advance, err := m.font.GlyphAdvance(buf, glyph, fixed.I(int(m.perEm)), font.HintingNone)
	if err != nil {
		return noGlyph
	}
	return uint16(math.Round(float64(advance) / 64 * 1000 / m.perEm))
}

// has reports whether the face can draw r.
func (f face) has(r rune) bool {
	return r > 0 && r < bmpSize && tables[f]().widths[r] != noGlyph
}

// scale is how much larger than asked for a face is drawn: Arabic letters are
// small beside Latin ones of the same size.
func (f face) scale() float64 {
	if f == faceArabic {
		return 1.15
	}
	return 1
}

// width is the advance of s in ems. Every character of s must be in the face.
func (f face) width(s string) float64 {
	widths, sum := tables[f]().widths, 0
	for _, r := range s {
		sum += int(widths[r])
	}
	return float64(sum) / 1000 * f.scale()
}

// inkBox is what a character covers, in ems from its origin, upwards positive.
type inkBox struct{ left, bottom, right, top float64 }

// inkOf returns what r covers.
func (f face) inkOf(r rune) inkBox {
	m := tables[f]()
	var buf sfnt.Buffer
	glyph, err := m.font.GlyphIndex(&buf, r)
	if err != nil {
		return inkBox{}
	}
	box, _, err := m.font.GlyphBounds(&buf, glyph, fixed.I(int(m.perEm)), font.HintingNone)
	if err != nil {
		return inkBox{}
	}
	em := func(v fixed.Int26_6) float64 { return float64(v) / 64 / m.perEm * f.scale() }
	return inkBox{left: em(box.Min.X), bottom: -em(box.Max.Y), right: em(box.Max.X), top: -em(box.Min.Y)}
}

// pick chooses the face for r: the wanted one when it has the character, else
// the first that does. Arabic letters are always taken from one face, so that
// they join.
func pick(want face, r rune) (face, bool) {
	order := [...]face{want, faceRegular, faceSymbol, faceArabic}
	if isArabic(r) {
		order = [...]face{faceArabic, want, faceRegular, faceSymbol}
	}
	for _, f := range order {
		if f.has(r) {
			return f, true
		}
	}
	return want, false
}

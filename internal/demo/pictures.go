package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"

	"learningyear/internal/attachment"
	"learningyear/internal/diary"
)

// added is a photo or file that somebody adds to an entry, the same in every
// demonstration.
type added struct {
	name      string
	content   func() []byte
	describes string // what is said of a photo
}

// with adds photos and files to an entry that is written by hand.
func with(n noted, files ...added) noted {
	n.files = files
	return n
}

// washingLine is the photo of number cards on a line.
func washingLine() added {
	return added{"washing-line.jpg", drawLine, "Five coloured cards pegged to a washing line, in the order of their numbers"}
}

// packList is what goes into a story pack, to print.
func packList() added {
	return added{name: "Story pack list.pdf", content: func() []byte {
		return onePage("Story pack, small enough for the letter box", "", "The story, folded once", "Two finger puppets", "Six pictures to put in order", "A card: who is on the bus?", "A stamped envelope for the drawing")
	}}
}

// uploads are the files as a form would send them.
func uploads(files []added) []attachment.Upload {
	var out []attachment.Upload
	for _, f := range files {
		content := f.content()
		out = append(out, attachment.Upload{Name: f.name, Size: int64(len(content)), Content: bytes.NewReader(content)})
	}
	return out
}

// describe says what is on the photos of an entry.
func (h *history) describe(ctx context.Context, e diary.Entry, files []added) error {
	if len(files) == 0 {
		return nil
	}
	kept, err := h.Diary.Files(ctx, e)
	if err != nil {
		return err
	}
	for i, f := range files {
		if f.describes == "" {
			continue
		}
		if _, err := h.Diary.DescribeFile(ctx, e.Number, kept[i].ID, f.describes); err != nil {
			return err
		}
	}
	return nil
}

// drawLine draws five cards on a line between two posts, each with as many dots as
// its number says.
func drawLine() []byte {
	m := image.NewRGBA(image.Rect(0, 0, 960, 600))
	box := func(x, y, width, height int, c color.Color) {
		draw.Draw(m, image.Rect(x, y, x+width, y+height), image.NewUniform(c), image.Point{}, draw.Src)
	}
	wood, cord, ink := color.RGBA{120, 84, 52, 255}, color.RGBA{90, 90, 90, 255}, color.RGBA{32, 40, 43, 255}
	box(0, 0, 960, 600, color.RGBA{222, 232, 236, 255})
	box(0, 470, 960, 130, color.RGBA{139, 168, 120, 255})
	box(40, 90, 26, 420, wood)
	box(894, 90, 26, 420, wood)
	sag := func(x int) int { return 130 + (x-66)*(894-x)/3000 }
	for x := 66; x < 894; x++ {
		box(x, sag(x), 1, 5, cord)
	}
	cards := []color.Color{
		color.RGBA{150, 66, 31, 255}, color.RGBA{23, 84, 77, 255}, color.RGBA{185, 122, 18, 255}, color.RGBA{47, 95, 138, 255}, color.RGBA{106, 59, 110, 255},
	}
	for i, c := range cards {
		x := 110 + i*156
		y := sag(x+60) + 6
		box(x, y, 120, 170, c)
		box(x+8, y+8, 104, 154, color.RGBA{250, 247, 241, 255})
		box(x+52, y-26, 16, 44, wood)
		for dot := range i + 1 {
			box(x+28+dot%2*40, y+30+dot/2*42, 24, 24, ink)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 85}); err != nil {
		return nil // which the diary refuses as empty: memory does not fail to be written
	}
	return b.Bytes()
}

// onePage is a PDF of one page of plain lines.
func onePage(lines ...string) []byte {
	var words strings.Builder
	words.WriteString("BT /F1 16 Tf 24 TL 72 760 Td\n")
	for _, line := range lines {
		fmt.Fprintf(&words, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(line))
	}
	words.WriteString("ET")
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", words.Len(), words.String()),
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// Package plainphoto takes out of a photo what it tells beside the picture: the
// place, the time, the device and its owner, words, a small second picture, and
// whatever was put behind its end. The picture itself is neither decoded nor
// changed: what is left is made of parts of the file, in their order. It knows
// JPEG, PNG, GIF and WebP, and refuses a file that is not whole.
package plainphoto

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// ErrBroken says that the file is no whole photo of its kind.
var ErrBroken = errors.New("the photo is broken or not whole")

// Kind is a kind of photo, by its media type.
type Kind string

// The kinds that can be made plain.
const (
	JPEG Kind = "image/jpeg"
	PNG  Kind = "image/png"
	GIF  Kind = "image/gif"
	WebP Kind = "image/webp"
)

// Plain is a photo without what it told beside its picture.
type Plain struct {
	// Width and Height are in pixels, as the file has them: a viewer may turn it.
	Width, Height int
	parts         []part
}

// part is a range of the file, or bytes that stand in its place.
type part struct {
	from, size int64
	instead    []byte
}

// Of makes the photo in the first size bytes of a file plain.
func Of(file io.ReaderAt, size int64, kind Kind) (Plain, error) {
	s := &scan{in: bufio.NewReaderSize(io.NewSectionReader(file, 0, size), 32<<10)}
	var walk func(*scan)
	var config func(io.Reader) (image.Config, error)
	switch kind {
	case JPEG:
		walk, config = walkJPEG, jpeg.DecodeConfig
	case PNG:
		walk, config = walkPNG, png.DecodeConfig
	case GIF:
		walk, config = walkGIF, gif.DecodeConfig
	case WebP:
		walk, config = walkWebP, webp.DecodeConfig
	default:
		return Plain{}, fmt.Errorf("photos of the kind %q are not known", kind)
	}
	walk(s)
	if s.failed {
		return Plain{}, ErrBroken
	}
	p := Plain{parts: s.parts}
	c, err := config(p.Reader(file))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return Plain{}, ErrBroken
	}
	p.Width, p.Height = c.Width, c.Height
	return p, nil
}

// Size is the number of bytes that are left.
func (p Plain) Size() int64 {
	var n int64
	for _, part := range p.parts {
		n += part.size
	}
	return n
}

// Reader reads what is left, from the file that it was made of.
func (p Plain) Reader(file io.ReaderAt) io.Reader {
	readers := make([]io.Reader, 0, len(p.parts))
	for _, part := range p.parts {
		if part.instead != nil {
			readers = append(readers, bytes.NewReader(part.instead))
			continue
		}
		readers = append(readers, io.NewSectionReader(file, part.from, part.size))
	}
	return io.MultiReader(readers...)
}

// mostParts bounds what a file of many tiny pieces makes.
const mostParts = 10_000

// scan reads a file once, from its beginning, and notes what is kept of it. After
// a failure it reads nothing more.
type scan struct {
	in     *bufio.Reader
	at     int64
	parts  []part
	failed bool
	// begun says that the first byte of the next JPEG marker is read.
	begun bool
	// turned says that how a JPEG is turned has been said.
	turned bool
}

func (s *scan) fail() { s.failed = true }

// take reads the next n bytes, at most what fits a buffer; nil after a failure.
func (s *scan) take(n int) []byte {
	if s.failed {
		return nil
	}
	out := make([]byte, n)
	if _, err := io.ReadFull(s.in, out); err != nil {
		s.fail()
		return nil
	}
	s.at += int64(n)
	return out
}

// skip passes over n bytes, which must be there.
func (s *scan) skip(n int64) {
	if s.failed {
		return
	}
	for n > 0 && !s.failed {
		step := min(n, 1<<20)
		done, err := s.in.Discard(int(step))
		s.at += int64(done)
		n -= int64(done)
		if err != nil {
			s.fail()
		}
	}
}

// keep notes that the file from there to here stays.
func (s *scan) keep(from int64) {
	if s.failed || s.at <= from {
		return
	}
	if last := len(s.parts) - 1; last >= 0 && s.parts[last].instead == nil && s.parts[last].from+s.parts[last].size == from {
		s.parts[last].size += s.at - from
		return
	}
	if len(s.parts) == mostParts {
		s.fail()
		return
	}
	s.parts = append(s.parts, part{from: from, size: s.at - from})
}

// put notes bytes that stand where others were.
func (s *scan) put(b []byte) {
	if !s.failed {
		s.parts = append(s.parts, part{size: int64(len(b)), instead: b})
	}
}

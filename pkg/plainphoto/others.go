package plainphoto

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// walkPNG keeps the chunks that draw the picture or its frames (PNG, third
// edition, section 11), and no text, time, Exif or chunk of a program's own.
func walkPNG(s *scan) {
	if head := s.take(8); !bytes.Equal(head, []byte("\x89PNG\r\n\x1a\n")) {
		s.fail()
	}
	s.keep(0)
	drawn := []string{
		"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
		"bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT",
	}
	for !s.failed {
		from := s.at
		head := s.take(8)
		if s.failed {
			return
		}
		kind := string(head[4:])
		s.skip(int64(binary.BigEndian.Uint32(head)) + 4)
		if slices.Contains(drawn, kind) {
			s.keep(from)
		}
		if kind == "IEND" {
			return
		}
	}
}

// walkWebP keeps the chunks that draw the picture or its frames, and says anew how
// long the file is and that it has neither Exif nor XMP.
func walkWebP(s *scan) {
	head := s.take(12)
	if s.failed || string(head[:4]) != "RIFF" || string(head[8:]) != "WEBP" {
		s.fail()
		return
	}
	end := int64(binary.LittleEndian.Uint32(head[4:])) + 8
	s.put(head)
	drawn := []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"}
	for !s.failed && s.at+8 <= end {
		from := s.at
		chunk := s.take(8)
		if s.failed {
			return
		}
		kind, size := string(chunk[:4]), int64(binary.LittleEndian.Uint32(chunk[4:]))
		if kind == "VP8X" && size == 10 {
			body := s.take(10)
			if s.failed {
				return
			}
			const hasExif, hasXMP = 0x08, 0x04
			body[0] &^= hasExif | hasXMP
			s.put(append(chunk, body...))
			continue
		}
		s.skip(size + size%2)
		if slices.Contains(drawn, kind) {
			s.keep(from)
		}
	}
	var size int64
	for _, p := range s.parts {
		size += p.size
	}
	binary.LittleEndian.PutUint32(head[4:], uint32(size-8)) //nolint:gosec // it is smaller than what was read from four bytes
}

// walkGIF keeps the pictures, how long each is shown and how often all are, and no
// comment or other extension (GIF89a).
func walkGIF(s *scan) {
	head := s.take(13)
	if s.failed || !bytes.HasPrefix(head, []byte("GIF8")) {
		s.fail()
		return
	}
	s.colours(head[10])
	s.keep(0)
	for !s.failed {
		from := s.at
		b := s.take(1)
		if s.failed {
			return
		}
		switch b[0] {
		case ';':
			s.keep(from)
			return
		case ',':
			if place := s.take(9); !s.failed {
				s.colours(place[8])
			}
			s.take(1)
			s.blocks()
			s.keep(from)
		case '!':
			s.extension(from)
		default:
			s.fail()
		}
	}
}

// colours passes over a table of colours, where the flags say that there is one.
func (s *scan) colours(flags byte) {
	if flags&0x80 != 0 {
		s.skip(3 << (flags&7 + 1))
	}
}

// blocks passes over blocks of data, to the empty one that ends them, and gives
// the first.
func (s *scan) blocks() []byte {
	var first []byte
	for {
		size := s.take(1)
		if s.failed || size[0] == 0 {
			return first
		}
		if block := s.take(int(size[0])); first == nil {
			first = block
		}
	}
}

func (s *scan) extension(from int64) {
	label := s.take(1)
	first := string(s.blocks())
	const control, application = 0xf9, 0xff
	if !s.failed && (label[0] == control || label[0] == application && (first == "NETSCAPE2.0" || first == "ANIMEXTS1.0")) {
		s.keep(from)
	}
}

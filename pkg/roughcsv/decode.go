package roughcsv

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// text is an input in Go's own encoding, and where in it U+FFFD stands for bytes
// that meant nothing, in order.
type text struct {
	s   string
	bad []int
}

// maxBad bounds the list: further places count as damaged characters, which
// their U+FFFD is by then.
const maxBad = 1 << 16

// decode finds the encoding and turns the bytes into text. A byte order mark
// decides and is taken off.
func decode(b []byte, known Encoding) (text, Encoding) {
	for _, mark := range []struct {
		bytes string
		e     Encoding
	}{{"\xef\xbb\xbf", UTF8}, {"\xff\xfe", UTF16LE}, {"\xfe\xff", UTF16BE}} {
		if rest, found := bytes.CutPrefix(b, []byte(mark.bytes)); found {
			return decodeAs(rest, mark.e), mark.e
		}
	}
	if known == "" {
		known = sniffEncoding(b)
	}
	return decodeAs(b, known), known
}

func decodeAs(b []byte, e Encoding) text {
	switch e {
	case UTF16LE:
		return decodeUTF16(b, binary.LittleEndian)
	case UTF16BE:
		return decodeUTF16(b, binary.BigEndian)
	case Windows1252:
		return decodeWindows(b)
	}
	return decodeUTF8(b)
}

// sniffEncoding tells the encodings apart without a mark. UTF-16 shows in that
// every second byte of Latin letters, digits, separators and line ends is nought.
// Text that is not UTF-8 is Windows-1252, unless more of its characters are right
// UTF-8 than bytes are wrong: then it is UTF-8 with damage.
func sniffEncoding(b []byte) Encoding {
	if e := sniffUTF16(b[:min(len(b), 4096)]); e != "" && len(b)%2 == 0 {
		return e
	}
	if utf8.Valid(b) {
		return UTF8
	}
	right, wrong := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			wrong++
		} else {
			right++
		}
		i += n
	}
	if right > wrong {
		return UTF8
	}
	return Windows1252
}

func sniffUTF16(sample []byte) Encoding {
	var noughts, paired [2]int
	separators := 0
	for i, c := range sample {
		switch c {
		case 0:
			noughts[i%2]++
		case ',', ';', '\t', '\n', '\r':
			separators++
			other := i ^ 1 // the byte that would make a character with this one
			if other < len(sample) && sample[other] == 0 {
				paired[other%2]++
			}
		}
	}
	for half, e := range []Encoding{UTF16BE, UTF16LE} {
		n, others := noughts[half], noughts[1-half]
		// A tenth of the characters: in a table even of Chinese so many are
		// separators and line ends, and nearly all of those are paired.
		if n > len(sample)/20 && n > 2*others && 2*paired[half] > separators {
			return e
		}
	}
	return ""
}

func decodeUTF8(b []byte) text {
	if utf8.Valid(b) {
		return text{s: string(b)}
	}
	var out decoder
	out.Grow(len(b) + len(b)/8)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			out.lost()
		} else {
			out.WriteRune(r)
		}
		i += n
	}
	return out.text()
}

func decodeWindows(b []byte) text {
	var out decoder
	out.Grow(len(b) + len(b)/8)
	for _, c := range b {
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d: // stand for nothing
			out.lost()
		default:
			out.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
	}
	return out.text()
}

func decodeUTF16(b []byte, order binary.ByteOrder) text {
	var out decoder
	out.Grow(len(b)/2 + len(b)/16)
	for len(b) >= 2 {
		r := rune(order.Uint16(b))
		b = b[2:]
		switch {
		case !utf16.IsSurrogate(r):
			out.WriteRune(r)
			continue
		case len(b) >= 2:
			if pair := utf16.DecodeRune(r, rune(order.Uint16(b))); pair != utf8.RuneError {
				out.WriteRune(pair)
				b = b[2:]
				continue
			}
		}
		out.lost()
	}
	if len(b) > 0 {
		out.lost()
	}
	return out.text()
}

// decoder gathers text and where bytes were lost.
type decoder struct {
	strings.Builder
	bad []int
}

func (d *decoder) lost() {
	if len(d.bad) < maxBad {
		d.bad = append(d.bad, d.Len())
	}
	d.WriteRune(utf8.RuneError)
}

func (d *decoder) text() text { return text{d.String(), d.bad} }

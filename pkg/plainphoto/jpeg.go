package plainphoto

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
)

// The markers of JPEG that matter here (ITU-T T.81, table B.1).
const (
	startOfImage = 0xd8
	endOfImage   = 0xd9
	startOfScan  = 0xda
	comment      = 0xfe
	appFirst     = 0xe0
	appLast      = 0xef
)

// walkJPEG keeps the segments that draw the picture. Of an application's own
// segments it keeps those without which colours are wrong, and of Exif how the
// photo is turned, said anew.
func walkJPEG(s *scan) {
	if head := s.take(2); !bytes.Equal(head, []byte{0xff, startOfImage}) {
		s.fail()
	}
	s.keep(0)
	scans := 0
	for !s.failed {
		from := s.at
		switch code := s.marker(); {
		case s.failed:
		case code == endOfImage:
			if scans == 0 {
				s.fail()
			}
			s.keep(from)
			return
		case code == 0x01 || code >= 0xd0 && code <= 0xd7: // stand alone
			s.keep(from)
		case code == comment || code >= appFirst && code <= appLast:
			s.application(code, from)
		default:
			s.skip(s.segment())
			if code == startOfScan {
				scans++
				s.pixels()
			}
			s.keep(from)
		}
	}
}

// marker reads the next marker's code, past the bytes that may fill up before it.
func (s *scan) marker() byte {
	if s.begun {
		s.begun, s.at = false, s.at+1
	} else if b := s.take(1); s.failed || b[0] != 0xff {
		s.fail()
		return 0
	}
	for {
		b := s.take(1)
		if s.failed {
			return 0
		}
		if b[0] != 0xff {
			return b[0]
		}
	}
}

// segment reads a segment's length and gives how much follows.
func (s *scan) segment() int64 {
	b := s.take(2)
	if s.failed {
		return 0
	}
	n := int64(binary.BigEndian.Uint16(b))
	if n < 2 {
		s.fail()
		return 0
	}
	return n - 2
}

// pixels passes over coded data, to the marker that ends it.
func (s *scan) pixels() {
	for !s.failed {
		run, err := s.in.ReadSlice(0xff)
		s.at += int64(len(run))
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		next, peekErr := s.in.Peek(1)
		if err != nil || peekErr != nil {
			s.fail()
			return
		}
		if b := next[0]; b == 0 || b >= 0xd0 && b <= 0xd7 {
			continue // a byte of data, or a restart within it
		}
		// The marker's first byte is read already, and counts with the marker.
		s.begun, s.at = true, s.at-1
		return
	}
}

// application keeps or drops an application's segment, or a comment.
func (s *scan) application(code byte, from int64) {
	body := s.take(int(s.segment()))
	is := func(name string) bool { return bytes.HasPrefix(body, []byte(name)) }
	switch {
	case code == appFirst && is("JFIF\x00"):
		// Its thumbnail is a second picture, but so rare that the segment is kept
		// only without one.
		if len(body) >= 14 && (body[12] == 0 || body[13] == 0) {
			s.keep(from)
		}
	case code == appFirst+2 && is("ICC_PROFILE\x00"), code == appLast-1 && is("Adobe"):
		s.keep(from)
	case code == appFirst+1 && is("Exif\x00\x00"):
		if turned := orientation(body[6:]); turned > 1 && !s.turned {
			s.turned = true
			s.put(exifOf(turned))
		}
	}
}

// orientation is how a photo must be turned to stand upright, 1 to 8, as Exif says
// it; 0 where it does not.
func orientation(tiff []byte) byte {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	entries := int(order.Uint16(tiff[at:]))
	at += 2
	const entry, orientationTag = 12, 0x0112
	for range entries {
		if at+entry > int64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[at:]) == orientationTag {
			if v := order.Uint16(tiff[at+8:]); v >= 1 && v <= 8 {
				return byte(v)
			}
			return 0
		}
		at += entry
	}
	return 0
}

// exifOf is a segment of Exif that says how the photo is turned, and nothing else.
func exifOf(turned byte) []byte {
	return []byte{
		0xff, appFirst + 1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,
		'M', 'M', 0, 42, 0, 0, 0, 8,
		0, 1, // one entry
		0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0,
		0, 0, 0, 0, // no more
	}
}

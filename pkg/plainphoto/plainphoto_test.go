package plainphoto_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"learningyear/pkg/plainphoto"
)

// secret stands for everything that a photo must not tell.
const secret = "51.5007N 0.1246W"

func picture() image.Image {
	m := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.White, color.Black, color.RGBA{200, 60, 20, 255}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i * i % 3)
	}
	return m
}

func jpegOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func segment(code byte, body string) string {
	return string([]byte{0xff, code}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))) + body
}

// exif is Exif that says how the photo is turned, and where it was taken.
func exif(order binary.AppendByteOrder, turned uint16) string {
	b := []byte("MM\x00*")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		b = []byte("II*\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010f), 2), 4), secret[:4]...)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, turned), 0)
	return "Exif\x00\x00" + string(b) + "\x00\x00\x00\x00" + secret
}

// told is a JPEG with segments after its start and bytes behind its end.
func told(t testing.TB, behind string, segments ...string) []byte {
	whole := jpegOf(t)
	return slices.Concat(whole[:2], []byte(strings.Join(segments, "")), whole[2:], []byte(behind))
}

func pngOf(t testing.TB, extra ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	const afterHeader = 8 + 25
	return slices.Concat(whole[:afterHeader], []byte(strings.Join(extra, "")), whole[afterHeader:])
}

func chunk(kind, body string) string {
	sum := crc32.ChecksumIEEE([]byte(kind + body))
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + kind + body + string(binary.BigEndian.AppendUint32(nil, sum))
}

func gifOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	m := picture().(*image.Paletted)
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{m, m}, Delay: []int{10, 20}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webpOf is the smallest picture of its kind, in the long form of the file.
func webpOf(extra ...string) []byte {
	riff := func(kind, body string) string {
		out := kind + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
		if len(body)%2 == 1 {
			out += "\x00"
		}
		return out
	}
	body := "WEBP" + riff("VP8X", "\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00") + riff("VP8L", "\x2f\x00\x00\x00\x00\x07\xd0\xff\xfe\xf7\xbf\xff\x81\x88\x88\x08\x00\x00") +
		riff("EXIF", secret+"!") + riff("XMP ", secret)
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body + strings.Join(extra, ""))
}

func plain(t testing.TB, file []byte, kind plainphoto.Kind) (plainphoto.Plain, []byte) {
	t.Helper()
	p, err := plainphoto.Of(bytes.NewReader(file), int64(len(file)), kind)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(p.Reader(bytes.NewReader(file)))
	if err != nil || int64(len(out)) != p.Size() {
		t.Fatalf("%d bytes of %d: %v", len(out), p.Size(), err)
	}
	return p, out
}

func TestAPhotoTellsItsPictureOnly(t *testing.T) {
	const script = "<script>alert(1)</script>"
	for _, tc := range []struct {
		name string
		file []byte
		kind plainphoto.Kind
		read func(io.Reader) (image.Image, error)
	}{
		{"JPEG as it is", jpegOf(t), plainphoto.JPEG, jpeg.Decode},
		{"JPEG with Exif", told(t, "", segment(0xe1, exif(binary.BigEndian, 1))), plainphoto.JPEG, jpeg.Decode},
		{"JPEG with XMP, words of agencies and a comment", told(t, "", segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret), segment(0xed, secret), segment(0xfe, secret)), plainphoto.JPEG, jpeg.Decode},
		{"JPEG with a page behind it", told(t, script+secret), plainphoto.JPEG, jpeg.Decode},
		{"JPEG with a second photo behind it", told(t, string(told(t, "", segment(0xe1, exif(binary.BigEndian, 1)))), segment(0xe2, "MPF\x00"+secret)), plainphoto.JPEG, jpeg.Decode},
		{"JPEG with a page as a comment", told(t, "", segment(0xfe, script+secret)), plainphoto.JPEG, jpeg.Decode},
		{"JPEG with a thumbnail", told(t, "", segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01"+secret)), plainphoto.JPEG, jpeg.Decode},
		{"PNG with words", append(pngOf(t, chunk("tEXt", "Comment\x00"+secret), chunk("eXIf", secret), chunk("iTXt", secret)), script+secret...), plainphoto.PNG, png.Decode},
		{"GIF with a comment", bytes.Replace(gifOf(t), []byte("!\xf9"), []byte("!\xfe\x10"+secret+"\x00!\xff\x0bXMP DataXMP\x10"+secret+"\x00!\xf9"), 1), plainphoto.GIF, gif.Decode},
		{"WebP with Exif and XMP", webpOf(script + secret), plainphoto.WebP, webp.Decode},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, out := plain(t, tc.file, tc.kind)
			for _, never := range []string{secret, secret[:4], "<script", "Exif", "XMP", "MPF"} {
				if bytes.Contains(out, []byte(never)) {
					t.Errorf("it still tells %q", never)
				}
			}
			before, err := tc.read(bytes.NewReader(tc.file))
			if err != nil {
				t.Fatal(err)
			}
			after, err := tc.read(bytes.NewReader(out))
			if err != nil || !same(before, after) {
				t.Errorf("the picture is another: %v", err)
			}
			if size := after.Bounds().Size(); p.Width != size.X || p.Height != size.Y {
				t.Errorf("%d × %d, want %v", p.Width, p.Height, size)
			}
			if _, again := plain(t, out, tc.kind); !bytes.Equal(again, out) {
				t.Error("a plain photo is made plainer")
			}
		})
	}
}

func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func TestAPhotoStaysUpright(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		for turned := uint16(0); turned <= 9; turned++ {
			_, out := plain(t, told(t, "", segment(0xe1, exif(order, turned))), plainphoto.JPEG)
			_, after, found := bytes.Cut(out, []byte("Exif\x00\x00"))
			if want := turned >= 2 && turned <= 8; found != want {
				t.Errorf("turned %d in %v: says how %v, want %v", turned, order, found, want)
			} else if want && after[19] != byte(turned) {
				t.Errorf("turned %d in %v: says %d", turned, order, after[19])
			}
		}
	}
}

func TestColoursAreKept(t *testing.T) {
	file := told(t, "", segment(0xe2, "ICC_PROFILE\x00\x01\x01colours"), segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x01"))
	_, out := plain(t, file, plainphoto.JPEG)
	if !bytes.Contains(out, []byte("colours")) || !bytes.Contains(out, []byte("Adobe")) {
		t.Error("what says how colours are meant is gone")
	}
}

func TestAnAnimationStaysOne(t *testing.T) {
	_, out := plain(t, gifOf(t), plainphoto.GIF)
	all, err := gif.DecodeAll(bytes.NewReader(out))
	if err != nil || len(all.Image) != 2 || all.Delay[1] != 20 || all.LoopCount != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestWhatIsNotWholeIsRefused(t *testing.T) {
	for kind, file := range map[plainphoto.Kind][]byte{
		plainphoto.JPEG: jpegOf(t), plainphoto.PNG: pngOf(t), plainphoto.GIF: gifOf(t), plainphoto.WebP: webpOf()[:60],
	} {
		cuts := []int{0, 1, 2, 3, 11, 13, 30, len(file) / 2, len(file) - 1}
		if kind == plainphoto.WebP {
			cuts = []int{0, 1, 11, 12, 20, 31, 40}
		}
		for _, n := range cuts {
			if _, err := plainphoto.Of(bytes.NewReader(file[:n]), int64(n), kind); !errors.Is(err, plainphoto.ErrBroken) {
				t.Errorf("%s cut after %d of %d bytes: %v", kind, n, len(file), err)
			}
		}
		for other := range map[plainphoto.Kind]bool{plainphoto.JPEG: true, plainphoto.PNG: true, plainphoto.GIF: true, plainphoto.WebP: true} {
			if _, err := plainphoto.Of(bytes.NewReader(file), int64(len(file)), other); other != kind && !errors.Is(err, plainphoto.ErrBroken) {
				t.Errorf("%s as %s: %v", kind, other, err)
			}
		}
	}
	if _, err := plainphoto.Of(strings.NewReader("x"), 1, "image/tiff"); err == nil || errors.Is(err, plainphoto.ErrBroken) {
		t.Errorf("an unknown kind: %v", err)
	}
}

// FuzzPlain holds that no file breaks the walk, that what is left is no longer than
// the file and the few bytes put into it, and that it is plain already.
func FuzzPlain(f *testing.F) {
	kinds := []plainphoto.Kind{plainphoto.JPEG, plainphoto.PNG, plainphoto.GIF, plainphoto.WebP}
	f.Add(told(f, "x", segment(0xe1, exif(binary.BigEndian, 6))), uint8(0))
	f.Add(pngOf(f, chunk("tEXt", "a")), uint8(1))
	f.Add(gifOf(f), uint8(2))
	f.Add(webpOf(), uint8(3))
	f.Fuzz(func(t *testing.T, file []byte, which uint8) {
		kind := kinds[int(which)%len(kinds)]
		p, err := plainphoto.Of(bytes.NewReader(file), int64(len(file)), kind)
		if err != nil {
			return
		}
		_, out := plain(t, file, kind)
		if saysHowItIsTurned := int64(36); p.Size() > int64(len(file))+saysHowItIsTurned {
			t.Fatalf("%d bytes of %d", p.Size(), len(file))
		}
		if _, again := plain(t, out, kind); !bytes.Equal(again, out) {
			t.Fatal("a plain photo is made plainer")
		}
	})
}

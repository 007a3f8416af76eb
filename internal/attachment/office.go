package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strings"
)

const (
	// mostEntries and mostUnpacked bound what an office document may be inside: far
	// more than any that fits 10MB needs.
	mostEntries  = 5000
	mostUnpacked = 300 << 20
)

// office tells documents of Word, Excel, PowerPoint and OpenDocument from other
// archives, by what is in them. Nothing is unpacked but the line in which an
// OpenDocument says what it is.
func office(u Upload) (Type, error) {
	if entriesOf(u) > mostEntries {
		return Type{}, bomb
	}
	archive, err := zip.NewReader(u.Content, u.Size)
	if err != nil {
		return Type{}, notWhole
	}
	var unpacked uint64
	names := map[string]*zip.File{}
	for _, f := range archive.File {
		unpacked += min(f.UncompressedSize64, mostUnpacked)
		names[f.Name] = f
		lower := strings.ToLower(f.Name)
		if path.Base(lower) == "vbaproject.bin" || strings.HasPrefix(lower, "basic/") || strings.HasPrefix(lower, "scripts/") {
			return Type{}, macros
		}
	}
	if unpacked > mostUnpacked || len(archive.File) > mostEntries {
		return Type{}, bomb
	}
	if names["[Content_Types].xml"] != nil {
		for name, media := range map[string]string{
			"word/document.xml": "wordprocessingml.document", "xl/workbook.xml": "spreadsheetml.sheet", "ppt/presentation.xml": "presentationml.presentation",
		} {
			if names[name] != nil {
				return typeOf("application/vnd.openxmlformats-officedocument." + media), nil
			}
		}
	}
	if f := names["mimetype"]; f != nil && f == archive.File[0] && names["content.xml"] != nil {
		said := firstLine(f)
		for _, t := range types() {
			if t.Media == said && strings.HasPrefix(said, "application/vnd.oasis.") {
				return t, nil
			}
		}
	}
	return Type{}, notTaken
}

func firstLine(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer func() { _ = r.Close() }()
	line, err := io.ReadAll(io.LimitReader(r, 100))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(line))
}

// entriesOf is how many entries an archive says that it has, before anything is
// made of them.
func entriesOf(u Upload) int {
	const endSize, longestComment = 22, 1<<16 - 1
	tail := make([]byte, min(u.Size, endSize+longestComment))
	if _, err := u.Content.ReadAt(tail, u.Size-int64(len(tail))); err != nil && err != io.EOF {
		return 0
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+endSize > len(tail) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(tail[at+10:]))
}

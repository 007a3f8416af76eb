package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Download is a file that somebody else wrote, to be kept and not to be shown.
type Download struct {
	// Name is in any script; see [disposition].
	Name string
	// Type is the media type by its content.
	Type    string
	Content io.ReadSeeker
}

// Send answers with a file, or the part of it that is asked for. A browser saves
// it and never opens it as a page of ours: it is of the type that was found in it and
// of no other, without scripts and without an origin. A page of ours may still show a
// photo, which is no opening.
func Send(c echo.Context, d Download) error {
	if _, err := d.Content.Read(make([]byte, 1)); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading a file to send: %w", err)
	}
	if _, err := d.Content.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading a file to send: %w", err)
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, d.Type)
	h.Set(echo.HeaderContentDisposition, disposition(d.Name))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, d.Content)
	return nil
}

// disposition names a file to be saved, for browsers that know names in any script
// (RFC 8187) and for those that do not (RFC 6266, appendix D).
func disposition(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	var exact strings.Builder
	for _, b := range []byte(strings.ToValidUTF8(name, "_")) {
		if b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || strings.IndexByte("!#$&+-.^_`|~", b) >= 0 {
			exact.WriteByte(b)
		} else {
			fmt.Fprintf(&exact, "%%%02X", b)
		}
	}
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + exact.String()
}

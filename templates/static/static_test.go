package static

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func built() fstest.MapFS {
	return fstest.MapFS{
		"manifest.json":    {Data: []byte(`{"app.css":"app-0123.css","icon.png":"icon-4567.png"}`)},
		"app-0123.css":     {Data: []byte("plain")},
		"app-0123.css.gz":  {Data: []byte("gzipped")},
		"app-0123.css.br":  {Data: []byte("brotli")},
		"icon-4567.png":    {Data: []byte("png")},
		"left-over.css":    {Data: []byte("not in the manifest")},
		"left-over.css.br": {Data: []byte("nor this")},
	}
}

func TestServesWhatTheBrowserAccepts(t *testing.T) {
	assets, err := load(built())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, method, path, accept      string
		status                          int
		body, encoding, kind, allowVary string
	}{
		{"brotli first", "GET", "/static/app-0123.css", "gzip, deflate, br", 200, "brotli", "br", "text/css; charset=utf-8", "Accept-Encoding"},
		{"gzip alone", "GET", "/static/app-0123.css", "gzip", 200, "gzipped", "gzip", "text/css; charset=utf-8", "Accept-Encoding"},
		{"brotli refused", "GET", "/static/app-0123.css", "br;q=0, gzip; q=0.5", 200, "gzipped", "gzip", "text/css; charset=utf-8", "Accept-Encoding"},
		{"nothing accepted", "GET", "/static/app-0123.css", "", 200, "plain", "", "text/css; charset=utf-8", "Accept-Encoding"},
		{"odd weight", "GET", "/static/app-0123.css", "br;q=much", 200, "plain", "", "text/css; charset=utf-8", "Accept-Encoding"},
		{"no compressed form", "GET", "/static/icon-4567.png", "br", 200, "png", "", "image/png", ""},
		{"head", "HEAD", "/static/app-0123.css", "br", 200, "", "br", "text/css; charset=utf-8", "Accept-Encoding"},
		{"no listing", "GET", "/static/", "", 404, "", "", "", ""},
		{"not in the manifest", "GET", "/static/left-over.css", "", 404, "", "", "", ""},
		{"manifest itself", "GET", "/static/manifest.json", "", 404, "", "", "", ""},
		{"climbing", "GET", "/static/../embed.go", "", 404, "", "", "", ""},
		{"elsewhere", "GET", "/app-0123.css", "", 404, "", "", "", ""},
		{"post", "POST", "/static/app-0123.css", "", 405, "", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			request := httptest.NewRequest(tt.method, "http://learning.example/", nil)
			request.URL.Path = tt.path
			request.Header.Set("Accept-Encoding", tt.accept)
			answer := httptest.NewRecorder()
			assets.ServeHTTP(answer, request)

			if answer.Code != tt.status {
				t.Fatalf("status %d, want %d", answer.Code, tt.status)
			}
			if tt.status != http.StatusOK {
				if got := answer.Header().Get("Cache-Control"); strings.Contains(got, "immutable") {
					t.Errorf("an answer of %d is kept for a year", answer.Code)
				}
				return
			}
			if got := answer.Body.String(); got != tt.body {
				t.Errorf("body %q, want %q", got, tt.body)
			}
			for header, want := range map[string]string{
				"Content-Encoding": tt.encoding,
				"Content-Type":     tt.kind,
				"Vary":             tt.allowVary,
				"Cache-Control":    "public, max-age=31536000, immutable",
			} {
				if got := answer.Header().Get(header); got != want {
					t.Errorf("%s %q, want %q", header, got, want)
				}
			}
		})
	}
}

func TestURL(t *testing.T) {
	assets, err := load(built())
	if err != nil {
		t.Fatal(err)
	}
	if got := assets.URL("app.css"); got != "/static/app-0123.css" {
		t.Errorf("app.css is at %s", got)
	}
	if got := assets.URL("ap.css"); got != "/static/ap.css" {
		t.Errorf("a name that was not built is at %s", got)
	}
}

func TestAbsentBuildIsAPlainError(t *testing.T) {
	_, err := load(fstest.MapFS{})
	if !errors.Is(err, ErrNotBuilt) {
		t.Fatalf("got %v", err)
	}
	if got := err.Error(); got != "the page assets are not built: run make build" {
		t.Errorf("says %q", got)
	}
}

func TestBrokenBuildIsAnError(t *testing.T) {
	broken := built()
	delete(broken, "app-0123.css")
	if _, err := load(broken); err == nil || !strings.Contains(err.Error(), "app.css") {
		t.Errorf("a missing file gives %v", err)
	}
	broken = built()
	broken["manifest.json"] = &fstest.MapFile{Data: []byte("{")}
	if _, err := load(broken); err == nil {
		t.Error("a manifest that is not JSON is accepted")
	}
}

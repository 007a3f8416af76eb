package app_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"learningyear/internal/app"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/jobs"
	"learningyear/internal/web/webtest"
)

// mostFirstView is how many bytes My year may take when nothing of it is there
// yet: the page, its style, script and icon, compressed as they are sent.
const mostFirstView = 80_000

func TestTheFirstViewIsSmall(t *testing.T) {
	e := newEstate(t, database.SQLite)
	r := start(t, dbtest.CopyURL(t, e.url), func(a *app.App) { // the estate waits for something
		jobs.Handle(a.Jobs, func(context.Context, *jobs.Job, slowly) error { return nil })
	})
	amina := e.someone("person")
	total := 0
	body := fetch(t, r, "/", amina, &total)
	page := webtest.Read(t, body)
	asked := 0
	for _, n := range page.All(`link[rel="stylesheet"], link[rel="icon"], script[src], img[src]`) {
		to := webtest.Attr(n, "href") + webtest.Attr(n, "src")
		fetch(t, r, to, amina, &total)
		asked++
	}
	if asked < 3 {
		t.Errorf("the page asks for %d files, want its style, script and icon", asked)
	}
	if t.Logf("%d bytes, with %d files", total, asked); total > mostFirstView {
		t.Errorf("the first view takes %d bytes, want at most %d", total, mostFirstView)
	}
}

// fetch gets what a browser gets that takes compressed answers, adds what came
// over the wire to the total, and gives an uncompressed body.
func fetch(t *testing.T, r *running, path string, who persona, total *int) string {
	t.Helper()
	get := func(encoding string) []byte {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.site+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", encoding)
		request.AddCookie(&http.Cookie{Name: r.Sessions.Manager().Cookie.Name, Value: who.token})
		answer, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s answers %d (%v)", path, answer.StatusCode, err)
		}
		if encoding != "identity" && answer.Header.Get("Content-Encoding") == "" && !strings.HasSuffix(path, ".png") {
			t.Errorf("%s is sent uncompressed", path)
		}
		return body
	}
	*total += len(get("br, gzip"))
	return string(get("identity"))
}

//go:build browser

// What the script does, in a real Chromium, under the policy that the program sends. Run with
// `go test -tags browser ./templates/layout` after `npm run build`.
package layout_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/static"
)

// desk is a small server with one long form, and what it was sent.
type desk struct {
	*httptest.Server

	mu     sync.Mutex
	viewer string
	once   string
	answer func(http.ResponseWriter) // to a draft
	drafts []url.Values
	posts  []url.Values
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{viewer: "amina", once: "key-1", answer: saved}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", assets)
	mux.HandleFunc("GET /form", func(w http.ResponseWriter, r *http.Request) { d.form(w, r, assets) })
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		d.keep(&d.posts, r)
		d.set(func() { d.once = "key-2" })
		http.Redirect(w, r, "/form", http.StatusSeeOther)
	})
	mux.HandleFunc("POST /draft", func(w http.ResponseWriter, r *http.Request) {
		d.keep(&d.drafts, r)
		d.mu.Lock()
		answer := d.answer
		d.mu.Unlock()
		answer(w)
	})
	mux.HandleFunc("POST /sign-out", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/form?bare=1", http.StatusSeeOther)
	})
	d.Server = httptest.NewServer(mux)
	t.Cleanup(d.Close)
	return d
}

func saved(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"saved":"2:14pm","version":8}`))
}

func refuse(status int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// hangUp breaks the connection, as a train in a tunnel does.
func hangUp(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func (d *desk) form(w http.ResponseWriter, r *http.Request, assets *static.Assets) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "no-store")
	d.mu.Lock()
	p := layout.Page{
		Title: "Learning interview", Assets: assets.URL,
		Viewer:   &layout.Viewer{Key: d.viewer, Name: d.viewer, Initials: "A"},
		Sections: []layout.Section{{Key: "my", Label: "My learning", Href: "/form"}},
	}
	once := d.once
	d.mu.Unlock()
	var errors []part.ErrorLink
	if r.FormValue("wrong") != "" {
		errors = []part.ErrorLink{{Href: "#share", Text: "Choose who can see it"}}
	}
	parts := templ.Join(
		part.ErrorSummary{Errors: errors},
		templ.Raw(`<h1>Learning interview</h1><form method="post" action="/form" data-draft-url="/draft" novalidate>`),
		part.Once(once), part.Version(7),
		part.Textarea{Name: "q1", Label: "What have you learned?", Max: 20},
		part.Radios{Name: "share", Legend: "Share with", Options: []part.Option{{Value: "partner", Label: "Ruth"}, {Value: "nobody", Label: "Nobody"}}},
		part.Button{Label: "Finish", Name: "finish", Value: "yes"},
		part.SaveStatus(""),
		templ.Raw(`</form>`),
		part.PostButton{Label: "Sign out", Href: "/sign-out", SignOut: true},
	)
	if r.FormValue("bare") != "" {
		parts = templ.Raw("<h1>Signed out</h1>")
	}
	_ = layout.Shell(p).Render(templ.WithChildren(r.Context(), parts), w)
}

func (d *desk) keep(all *[]url.Values, r *http.Request) {
	_ = r.ParseForm()
	d.mu.Lock()
	defer d.mu.Unlock()
	*all = append(*all, r.PostForm)
}

func (d *desk) set(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
}

func (d *desk) sent(all *[]url.Values) []url.Values {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]url.Values{}, *all...)
}

// tab opens a Chromium of its own, so that tests share no storage.
func tab(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	do(t, ctx, chromedp.Navigate("about:blank")) // starts the browser, which no timeout may end
	ctx, cancel = context.WithTimeout(ctx, 60*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// until waits for a condition in the page, also across a navigation, which ends what is polling.
func until(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool]("document.body && "+condition))
		if err == nil {
			return
		}
		if ctx.Err() != nil || !moving(err) {
			t.Fatalf("waiting for %s: %v", condition, err)
		}
	}
}

// moving tells that the page was left while it was looked at.
func moving(err error) bool {
	return strings.Contains(err.Error(), "navigated") || strings.Contains(err.Error(), "Cannot find context")
}

func see[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

const (
	statusText = `document.querySelector("[data-draft-status]").textContent`
	// The page goes out of sight: the form saves itself without waiting three seconds.
	hide = `Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true }), document.dispatchEvent(new Event("visibilitychange")), true`
	kept = `Object.keys(sessionStorage).filter((key) => key.endsWith("/draft")).length`
)

func TestAutosave(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	do(t, ctx, chromedp.Navigate(d.URL+"/form"), chromedp.SendKeys("#q1", "Small things count"))
	until(t, ctx, statusText+` === "Saved 2:14pm"`)

	drafts := d.sent(&d.drafts)
	if len(drafts) != 1 || drafts[0].Get("q1") != "Small things count" || drafts[0].Get("version") != "7" {
		t.Errorf("the draft was sent as %v", drafts)
	}
	if got := see[string](t, ctx, `document.querySelector("[name=version]").value`); got != "8" {
		t.Errorf("the form still has version %s", got)
	}
	if see[int](t, ctx, kept) != 0 {
		t.Error("words that are saved are kept in the browser")
	}
}

func TestAutosaveWithoutConnection(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	d.set(func() { d.answer = hangUp })
	do(t, ctx, chromedp.Navigate(d.URL+"/form"), chromedp.SendKeys("#q1", "In a tunnel"))
	see[bool](t, ctx, hide)
	until(t, ctx, statusText+` === "Not connected. Your words are kept in this tab"`)
	if see[int](t, ctx, kept) != 1 {
		t.Fatal("the words are not kept")
	}

	d.set(func() { d.answer = saved })
	see[bool](t, ctx, `window.dispatchEvent(new Event("online"))`)
	until(t, ctx, statusText+` === "Saved 2:14pm"`)
	if see[int](t, ctx, kept) != 0 {
		t.Error("the words are still kept after they were sent")
	}
}

func TestKeptWordsComeBack(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	d.set(func() { d.answer = hangUp })
	do(t, ctx, chromedp.Navigate(d.URL+"/form"), chromedp.SendKeys("#q1", "In a tunnel"), chromedp.Click("#share-2"))
	see[bool](t, ctx, hide)
	until(t, ctx, kept+" === 1")
	do(t, ctx, chromedp.Navigate(d.URL+"/form"))
	until(t, ctx, `document.getElementById("q1").value === "In a tunnel"`)
	if !see[bool](t, ctx, `document.getElementById("share-2").checked`) {
		t.Error("the choice did not come back")
	}

	d.set(func() { d.viewer = "ruth" })
	do(t, ctx, chromedp.Navigate(d.URL+"/form"))
	until(t, ctx, kept+" === 0")
	if got := see[string](t, ctx, `document.getElementById("q1").value`); got != "" {
		t.Errorf("somebody else reads %q", got)
	}
}

func TestSignOutWipes(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	d.set(func() { d.answer = hangUp })
	do(t, ctx, chromedp.Navigate(d.URL+"/form"), chromedp.SendKeys("#q1", "Private"))
	see[bool](t, ctx, hide)
	until(t, ctx, kept+" === 1")
	do(t, ctx, chromedp.Click("form[data-sign-out] button"))
	until(t, ctx, `document.querySelector("h1")?.textContent === "Signed out"`)
	if see[int](t, ctx, kept) != 0 {
		t.Error("the words are still in the browser")
	}
}

func TestAutosaveRefused(t *testing.T) {
	tests := map[string]struct {
		answer func(http.ResponseWriter)
		says   string
		kept   int
	}{
		"clash":      {refuse(409, `{"message":"Ruth saved this at 2:16pm. Save to see both"}`), "Ruth saved this at 2:16pm. Save to see both", 0},
		"invalid":    {refuse(422, `{}`), "Not saved yet: something here needs another look", 0},
		"signed out": {refuse(401, `{}`), "You are signed out. Your words are kept in this tab: sign in and come back to this page", 1},
		"broken":     {refuse(500, `oh`), "Not saved. Your words are kept in this tab", 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d, ctx := newDesk(t), tab(t)
			d.set(func() { d.answer = tt.answer })
			do(t, ctx, chromedp.Navigate(d.URL+"/form"), chromedp.SendKeys("#q1", "Words"))
			see[bool](t, ctx, hide)
			until(t, ctx, statusText+` === "`+tt.says+`"`)
			if got := see[int](t, ctx, kept); got != tt.kept {
				t.Errorf("%d drafts kept in the browser, want %d", got, tt.kept)
			}
		})
	}
}

func TestSubmitOnceByKey(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	do(t, ctx,
		chromedp.Navigate(d.URL+"/form"),
		chromedp.SendKeys("#q1", "Done"),
		chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(2)), // 2 is Ctrl
	)
	until(t, ctx, `document.querySelector("[name=once]")?.value === "key-2"`)
	posts := d.sent(&d.posts)
	if len(posts) != 1 || posts[0].Get("q1") != "Done" || posts[0].Get("finish") != "yes" {
		t.Errorf("sent %v", posts)
	}
	if got := see[string](t, ctx, `document.getElementById("q1").value`); got != "" {
		t.Errorf("what was sent came back into the next form: %q", got)
	}
	if see[int](t, ctx, kept) != 0 {
		t.Error("what was sent is still kept")
	}
}

func TestDoubleTapSendsOnce(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	do(t, ctx, chromedp.Navigate(d.URL+"/form"))
	see[bool](t, ctx, `(() => { const b = document.querySelector("[name=finish]"); b.click(); b.click(); return true })()`)
	until(t, ctx, `document.querySelector("[name=once]")?.value === "key-2"`)
	if posts := d.sent(&d.posts); len(posts) != 1 {
		t.Errorf("sent %d times", len(posts))
	}
}

func TestErrorSummaryLeadsToTheField(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	do(t, ctx, chromedp.Navigate(d.URL+"/form?wrong=1"))
	until(t, ctx, `document.activeElement.classList.contains("govuk-error-summary")`)
	do(t, ctx, chromedp.Click(".govuk-error-summary a"))
	until(t, ctx, `document.activeElement.id === "share"`)
}

func TestCountAndMenu(t *testing.T) {
	d, ctx := newDesk(t), tab(t)
	do(t, ctx,
		chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile),
		chromedp.Navigate(d.URL+"/form"),
		chromedp.SendKeys("#q1", "twenty-one characters"),
	)
	until(t, ctx, `[...document.querySelectorAll(".govuk-error-message")].some((e) => e.textContent === "1 character too many")`)

	if !see[bool](t, ctx, `document.getElementById("nav").hidden`) {
		t.Error("the menu is open on a phone before it is asked for")
	}
	do(t, ctx, chromedp.Click(".govuk-service-navigation__toggle"))
	until(t, ctx, `!document.getElementById("nav").hidden`)
}

func TestFirstViewIsSmall(t *testing.T) {
	d := newDesk(t)
	total := len(fetch(t, d, "/form"))
	for _, path := range linked(t, d) {
		size := len(fetch(t, d, path))
		t.Logf("%6d bytes %s", size, path)
		total += size
	}
	if total > 80_000 {
		t.Errorf("the first view takes %d bytes, want under 80 KB", total)
	}
}

// fetch gets what a browser that takes brotli gets.
func fetch(t *testing.T, d *desk, path string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "br")
	answer, err := d.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s answers %d", path, answer.StatusCode)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// linked lists the assets that a page asks for at once: not the icons of an installed app.
func linked(t *testing.T, d *desk) []string {
	t.Helper()
	var paths []string
	for _, found := range regexp.MustCompile(`"(/static/(?:app|js-enabled|icon)-[0-9a-f]{12}\.(?:css|js|svg))"`).FindAllSubmatch(fetch(t, d, "/form"), -1) {
		paths = append(paths, string(found[1]))
	}
	if len(paths) != 4 {
		t.Errorf("the page asks for %v, want style, two scripts and an icon", paths)
	}
	return paths
}

//go:build browser

// Every page and state of an appraisal in a real Chromium, wide and narrow: axe
// finds nothing, and nothing has to be scrolled sideways. Run with
// `go test -tags browser ./internal/web/appraising` after `npm run build`. With
// LEARNINGYEAR_LOOK a picture of each is put into that folder.
package appraising_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/web/webtest"
)

// booth is a browser, and where it looks.
type booth struct {
	house
	url    string
	ctx    context.Context
	axe    string
	folder string
	// now is the client whose cookies the browser takes at /be.
	now **webtest.Client
}

func newBooth(t *testing.T) booth {
	t.Helper()
	b := booth{house: newHouse(t, dbtest.SQLite(t)), folder: os.Getenv("LEARNINGYEAR_LOOK")}
	b.now = new(*webtest.Client)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/be" {
			b.House.ServeHTTP(w, r)
			return
		}
		for name, value := range (*b.now).Cookies() {
			http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true})
		}
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	axe, err := os.ReadFile("../../../node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	b.axe = string(axe)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	b.ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(b.ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return b
}

// finding is what axe or the measure of the page says.
const finding = `(async () => {
	const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
	const said = found.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).join(", "));
	if (document.documentElement.scrollWidth > window.innerWidth) said.push("scrolls sideways: " + document.documentElement.scrollWidth);
	return said.join("\n");
})()`

// look opens a path as a client would and judges it at both widths.
func (b booth) look(name string, c *webtest.Client, path string) {
	b.t.Helper()
	for _, width := range []int64{1280, 390} {
		ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
		*b.now = c
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(b.url+"/be"), chromedp.Navigate(b.url+path)); err != nil {
			b.t.Fatalf("%s: %v", name, err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](b.axe+"; 0")); err != nil {
			b.t.Fatal(err)
		}
		said, err := chromedp.Run(ctx, chromedp.Evaluate[string](finding, chromedp.EvalAwaitPromise))
		if err != nil {
			b.t.Fatalf("%s: %v", name, err)
		}
		if said != "" {
			b.t.Errorf("%s at %d:\n%s", name, width, said)
		}
		if b.folder != "" {
			picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
			if err != nil {
				b.t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(b.folder, fmt.Sprintf("%s-%d.png", name, width)), picture, 0o600); err != nil {
				b.t.Fatal(err)
			}
		}
		cancel()
	}
}

func TestEveryStateInABrowser(t *testing.T) {
	b := newBooth(t)
	if b.folder != "" {
		if err := os.MkdirAll(b.folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.look("00-none", b.amina(), "/appraisal")
	b.look("01-cycles-empty", b.coordinator(), "/manage/cycles")
	b.OpenAppraisals(t, true)
	b.look("02-cycles", b.coordinator(), "/manage/cycles")
	b.look("03-progress", b.coordinator(), "/manage/cycles/"+b.cycleID())
	b.look("04-preparing", b.amina(), own)
	b.look("05-preparing-appraiser", b.dan(), other)
	b.look("06-write", b.amina(), own+"/write")
	b.share(b.amina(), own, "Dan", selfWords)
	b.look("07-self-shared", b.amina(), own)
	b.look("08-self-shared-appraiser", b.dan(), other)
	b.look("09-waiting", b.dan(), "/appraisal")
	b.look("10-respond", b.dan(), other+"/write")
	b.At(calendar.NewDate(2027, time.July, 9), 11, 0)
	b.share(b.dan(), other, "Amina", responseWords)
	b.At(calendar.NewDate(2027, time.July, 14), 14, 40)
	b.look("11-response-shared", b.amina(), own)
	b.press(b.amina().Get(t, own), "We have met")
	b.look("12-met", b.dan(), other)
	b.look("13-agreements", b.dan(), other+"/agreements")
	b.press(b.dan().Get(t, other+"/agreements"), "These are our agreements", agreedWords...)
	b.look("14-worded", b.amina(), own)
	b.look("15-sign-first", b.dan(), other)
	b.signFirst()
	b.look("16-appraiser-signed", b.dan(), other)
	b.look("17-sign-last", b.amina(), own)
	b.signLast("Sign", "I would have liked more time for this.")
	b.look("18-person-signed", b.amina(), own)
	b.look("19-countersign", b.helen(), other)
	b.press(b.helen().Get(t, other), "Countersign and close the appraisal", "fair", "yes", "name", "Helen Marsh")
	b.press(b.dan().Get(t, other), "Add the note", "note", "The digital day was on 18 November.")
	b.look("20-closed", b.amina(), own)
	b.look("21-years", b.amina(), "/appraisal?show=all")
}

func TestAChangeOfManagerInABrowser(t *testing.T) {
	b := newBooth(t)
	b.OpenAppraisals(t, true)
	b.share(b.amina(), own, "Dan", selfWords)
	b.At(calendar.NewDate(2027, time.July, 9), 11, 0)
	b.share(b.dan(), other, "Amina", responseWords)
	b.At(calendar.NewDate(2027, time.July, 14), 14, 40)
	coordinator := b.Ctx(t, b.Staff.Priya, actor.Coordinator)
	if err := b.App.People.SetManager(coordinator, b.Staff.Amina.ID, b.Staff.Tom.ID, b.Clock.Today()); err != nil {
		t.Fatal(err)
	}
	b.look("30-former", b.dan(), other)
	b.press(b.amina().Get(t, own), "We have met")
	tom := b.as(b.Staff.Tom)
	b.press(tom.Get(t, other+"/agreements"), "These are our agreements", agreedWords...)
	b.press(tom.Get(t, other), "Sign", "fair", "yes", "name", "Tom Byrne")
	b.signLast("Sign", "")
	helen := b.Staff.Helen
	if err := b.App.People.PersonLeaves(coordinator, helen.ID, helen.Version, b.Clock.Today().AddDays(-1)); err != nil {
		t.Fatal(err)
	}
	b.look("31-nobody-countersigns", b.amina(), own)
	b.look("32-coordinator-told", b.coordinator(), "/notices")
}

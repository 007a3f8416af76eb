package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"learningyear/internal/calendar"
)

// patience bounds one step in the browser.
const patience = 30 * time.Second

// chromium is a browser with no page open, each person in it with cookies of
// their own.
type chromium struct {
	t     *testing.T
	ctx   context.Context
	site  string
	width int64
	axe   string
	// pictures is a folder for a picture of every page, or empty.
	pictures string
	looked   int
}

// needBrowser skips the test where there is no browser, unless a missing one is to
// count as a failure.
func needBrowser(t *testing.T) {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if _, err := exec.LookPath(name); err == nil {
			return
		}
	}
	if os.Getenv("LEARNINGYEAR_TEST_REQUIRE_ALL") == "1" {
		t.Fatal("no Chromium is installed")
	}
	t.Skip("no Chromium is installed; make test installs it")
}

// widths runs a journey on a wide screen and on a phone, both at the same time and
// each with a program, a database and a browser of its own.
func widths(t *testing.T, journey func(t *testing.T, width int64)) {
	t.Helper()
	needBrowser(t)
	for _, width := range []int64{1280, 390} {
		t.Run(fmt.Sprintf("%d pixels wide", width), func(t *testing.T) {
			t.Parallel()
			journey(t, width)
		})
	}
}

// openBrowser starts a Chromium of its own, of a width, that looks at a site.
func openBrowser(t *testing.T, site string, width int64) *chromium {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join(rootDir, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is not installed (make assets): %v", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU, chromedp.NoFirstRun)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // starts it, which no timeout may end
		t.Fatalf("starting Chromium: %v", err)
	}
	c := &chromium{t: t, ctx: ctx, site: site, width: width, axe: string(axe), pictures: os.Getenv("LEARNINGYEAR_SCREENS")}
	if c.pictures != "" {
		if err := os.MkdirAll(c.pictures, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// tab is one person's browser.
type tab struct {
	*chromium
	who string
	ctx context.Context

	// off says that pages are opened without their script.
	off bool

	mu   sync.Mutex
	said []string // by the console, since the last look
}

// tab opens a browser for somebody, without any cookies.
func (c *chromium) tab(who string) *tab {
	c.t.Helper()
	b := &tab{chromium: c, who: who}
	ctx, cancel := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	c.t.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(c.width, 900)); err != nil {
		c.t.Fatal(err)
	}
	return b
}

// hear takes down what goes wrong in the page: errors of the script, what the
// policy refused, what could not be loaded.
func (b *tab) hear(event any) {
	line := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		line = "the script failed: " + e.ExceptionDetails.Text
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			line = string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			line = "the console says " + fmt.Sprint(e.Args)
		}
	}
	if line != "" {
		b.mu.Lock()
		b.said = append(b.said, line)
		b.mu.Unlock()
	}
}

// do runs steps, and ends the test if one takes too long.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %s: %v\n%.1500s", b.who, what, err, b.text())
	}
}

// leaving runs steps that lead to another page, waits for it, and looks at it.
func (b *tab) leaving(what string, steps ...chromedp.Action[chromedp.Void]) *tab {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, steps...)
	if err != nil {
		b.t.Fatalf("%s: %s: %v\n%.1500s", b.who, what, err, b.text())
	}
	if answer != nil && answer.Status != http.StatusOK {
		b.t.Fatalf("%s: %s: %s answered %d\n%.1500s", b.who, what, answer.URL, answer.Status, b.text())
	}
	b.look(what)
	return b
}

// open goes to an address of the site.
func (b *tab) open(path string) *tab {
	b.t.Helper()
	return b.leaving("open "+path, chromedp.Navigate(b.site+path))
}

// eval gives what an expression in the page is.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %.200s: %v", b.who, expression, err)
	}
	return value
}

func quote(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// find marks the one visible element that a script picks among those of a
// selector by the words on it, as it is seen or heard.
func (b *tab) find(selector, words string) string {
	b.t.Helper()
	found := eval[bool](b, `(() => {
		const words = `+quote(words)+`, tidy = (s) => s.replace(/\s+/g, " ").trim();
		const seen = (e) => { const c = e.cloneNode(true); c.querySelectorAll(".govuk-visually-hidden").forEach((h) => h.remove()); return tidy(c.textContent) };
		document.querySelectorAll("[data-here]").forEach((e) => e.removeAttribute("data-here"));
		const all = [...document.querySelectorAll(`+quote(selector)+`)].filter((e) => e.getClientRects().length > 0);
		const one = all.find((e) => tidy(e.textContent) === words) || all.find((e) => seen(e) === words) || all.find((e) => seen(e).startsWith(words));
		one?.setAttribute("data-here", "");
		return Boolean(one);
	})()`)
	if !found {
		b.t.Fatalf("%s finds no %s that says %q at %s:\n%.3000s", b.who, selector, words, b.path(), b.text())
	}
	return "[data-here]"
}

// press presses the button with the words, which leads to another page.
func (b *tab) press(words string) *tab {
	b.t.Helper()
	return b.leaving("press "+words, chromedp.Click(chromedp.CSS(b.find("button", words))))
}

// follow follows the link with the words.
func (b *tab) follow(words string) *tab {
	b.t.Helper()
	return b.leaving("follow "+words, chromedp.Click(chromedp.CSS(b.find("main a", words))))
}

// fill types into the field with the name, in place of what stands in it.
func (b *tab) fill(name, words string) *tab {
	b.t.Helper()
	selector := `[name="` + name + `"]:not([type="hidden"])`
	if !eval[bool](b, `(() => { const f = document.querySelector(`+quote(selector)+`); if (f) f.value = ""; return Boolean(f) })()`) {
		b.t.Fatalf("%s finds no field %s at %s:\n%.3000s", b.who, name, b.path(), b.text())
	}
	b.do("fill "+name, chromedp.SendKeys(chromedp.CSS(selector), words))
	return b
}

// date types a day into the three boxes of the field.
func (b *tab) date(name string, d calendar.Date) *tab {
	b.t.Helper()
	return b.fill(name+"-day", fmt.Sprint(d.Day())).fill(name+"-month", fmt.Sprint(int(d.Month()))).fill(name+"-year", fmt.Sprint(d.Year()))
}

// choose clicks the label with the words: of a box, or of one of several.
func (b *tab) choose(words string) *tab {
	b.t.Helper()
	b.do("choose "+words, chromedp.Click(chromedp.CSS(b.find("label", words))))
	return b
}

// pick clicks a box or a radio by its name and value.
func (b *tab) pick(name, value string) *tab {
	b.t.Helper()
	b.do("pick "+name, chromedp.Click(chromedp.CSS(`[name="`+name+`"][value="`+value+`"]`)))
	return b
}

// list chooses from a list by the value.
func (b *tab) list(name, value string) *tab {
	b.t.Helper()
	b.do("list "+name, chromedp.SetValue(chromedp.CSS(`select[name="`+name+`"]`), value))
	return b
}

// sees ends the test unless the page says all that.
func (b *tab) sees(texts ...string) *tab {
	b.t.Helper()
	said := b.text()
	for _, want := range texts {
		if !strings.Contains(said, want) {
			b.t.Fatalf("%s does not see %q at %s:\n%.3000s", b.who, want, b.path(), said)
		}
	}
	return b
}

// text is what is read on the page.
func (b *tab) text() string {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText.replace(/\s+/g, " ") : ""`))
	if err != nil {
		return err.Error()
	}
	return said
}

// path is where the tab is.
func (b *tab) path() string { return eval[string](b, `location.pathname + location.search`) }

// findings is what axe says of the page.
const findings = `(async () => {
	const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] });
	return found.violations.map((v) => v.id + " (" + v.help + "): " + v.nodes.map((n) => n.target.join(" ")).join(", "));
})()`

// sideways is how far beyond the window the page goes, and by what. The window may
// have changed only just, and the menu with it.
const sideways = `(async () => {
	const beyond = () => document.documentElement.scrollWidth - window.innerWidth;
	for (let n = 0; n < 20 && beyond() > 0; n++) await new Promise((done) => setTimeout(done, 50));
	const wide = beyond();
	if (wide <= 0) return "";
	const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1);
	return wide + " pixels, " + out.slice(0, 5).map((e) => e.tagName + "." + e.className).join(", ");
})()`

// look judges the page: accessible, not to be scrolled sideways here nor at 320
// pixels, and nothing wrong in the console. It takes a picture where pictures are
// wanted.
func (b *tab) look(what string) {
	b.t.Helper()
	b.looked++
	if b.off { // axe needs it
		b.script(true)
		defer b.script(false)
	}
	eval[any](b, b.axe+"; 0")
	for _, v := range eval[[]string](b, findings) {
		b.t.Errorf("%s: %s at %s, %d wide: %s", b.who, what, b.path(), b.width, v)
	}
	if wide := eval[string](b, sideways); wide != "" {
		b.t.Errorf("%s: %s at %s, %d wide, has to be scrolled sideways: %s", b.who, what, b.path(), b.width, wide)
	}
	b.do("narrow", chromedp.EmulateViewport(320, 800))
	b.settle(320) // and the script has folded the menu
	if wide := eval[string](b, sideways); wide != "" {
		b.t.Errorf("%s: %s at %s, 320 wide, has to be scrolled sideways: %s", b.who, what, b.path(), wide)
	}
	b.do("wide again", chromedp.EmulateViewport(b.width, 900))
	b.settle(b.width)
	b.mu.Lock()
	for _, line := range b.said {
		b.t.Errorf("%s: %s at %s: %s", b.who, what, b.site, line)
	}
	b.said = nil
	b.mu.Unlock()
	b.picture()
}

// settle waits until the page is drawn at a width that the tab was just given: a click
// that comes before lands where the button was.
func (b *tab) settle(width int64) {
	b.t.Helper()
	eval[any](b, fmt.Sprintf(`new Promise((done) => {
		const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(null)));
		const look = () => window.innerWidth === %d ? drawn() : setTimeout(look, 10);
		look();
	})`, width))
}

func (b *tab) picture() {
	if b.pictures == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	page := strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(strings.Trim(keyLike.ReplaceAllString(b.path(), ""), "/"))
	name := fmt.Sprintf("%d-%03d-%s.png", b.width, b.looked, page)
	if err := os.WriteFile(filepath.Join(b.pictures, name), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// withoutScript runs steps on pages whose script does not run.
func (b *tab) withoutScript(steps func()) {
	b.t.Helper()
	b.off = true
	b.script(false)
	steps()
	b.off = false
	b.script(true)
}

// script turns the script on or off. On a page that was opened with it off,
// nothing of the page runs any more, only what the test asks.
func (b *tab) script(on bool) {
	b.t.Helper()
	b.do("script", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// download follows a link to a file, and gives where it was put.
func (b *tab) download(words string) string {
	b.t.Helper()
	folder := b.t.TempDir()
	if _, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	}); err != nil {
		b.t.Fatal(err)
	}
	b.do("download "+words, chromedp.Click(chromedp.CSS(b.find("main a", words))))
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if files, _ := filepath.Glob(filepath.Join(folder, "*.pdf")); len(files) > 0 {
			return files[0]
		}
	}
	b.t.Fatalf("%s downloaded nothing by %q", b.who, words)
	return ""
}

func setFile(file string) chromedp.Action[chromedp.Void] {
	return chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), []string{file})
}

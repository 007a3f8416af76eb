//go:build browser

// My year and the diary in a real Chromium, as large as a phone. Run with
// `go test -tags browser ./internal/web/mylearning` after `npm run build`.
package mylearning_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
)

// phone opens a browser of 390 by 844 in which somebody is signed in.
func (p *place) phone(t *testing.T, who people.Person) (ctx context.Context, address string) {
	t.Helper()
	client := p.As(t, who.ID)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/be" {
			p.ServeHTTP(w, r)
			return
		}
		for name, value := range client.Cookies() {
			http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true})
		}
	}))
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // starts the browser, which no timeout may end
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+"/be")); err != nil {
		t.Fatal(err)
	}
	return ctx, server.URL
}

func TestTheNextThingIsInViewOnAPhone(t *testing.T) {
	p := full(t, dbtest.SQLite(t))
	ctx, address := p.phone(t, p.staff.Amina)
	for path, button := range map[string]string{"/": ".app-card--mist .govuk-button", "/diary": ".app-quickadd .govuk-button"} {
		if err := chromedp.Do(ctx, chromedp.Navigate(address+path)); err != nil {
			t.Fatal(err)
		}
		bottom, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`document.querySelector("`+button+`").getBoundingClientRect().bottom`))
		if err != nil {
			t.Fatal(err)
		}
		if bottom > 844 {
			t.Errorf("%s has its action at %v, below the screen", path, bottom)
		}
	}
}

package layout_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"learningyear/templates/layout"
	"learningyear/templates/pagetest"
)

// page draws a frame around a heading.
func page(t *testing.T, frame func(layout.Page) templ.Component, p layout.Page) string {
	t.Helper()
	inside := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<h1 class="govuk-heading-xl">Inside</h1>`)
		return err
	})
	return pagetest.Render(t, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return frame(p).Render(templ.WithChildren(ctx, inside), w)
	}))
}

// full is a page with everything, saying the same words everywhere.
func full(say string) layout.Page {
	return layout.Page{
		Title: say, Product: say, Organisation: say,
		Coordinator: layout.Coordinator{Name: say, Phone: say},
		Section:     "my", Sub: "diary",
		Viewer: &layout.Viewer{Key: say, Name: say, Initials: "AY"},
		Sections: []layout.Section{
			{Key: "my", Label: say + ".", Href: "/", Pages: []layout.Link{
				{Key: "year", Label: say + ".", Href: "/"},
				{Key: "diary", Label: say + ".", Href: "/diary"},
			}},
			{Key: "team", Label: say + ".", Href: "/teams/community"},
		},
		Notice: &layout.Notice{
			Title: say, Text: say, Next: say,
			Links: []layout.Link{{Label: say + ".", Href: "/x"}},
			Undo:  &layout.Undo{Href: "/undo", Once: say, Version: 4},
		},
		ErrorPrefix: true, Demo: true, DemoAs: say, AsWhom: say, Now: say,
	}
}

func TestFramesAreSound(t *testing.T) {
	pages := map[string]layout.Page{
		"nothing":  {Title: "My year"},
		"sample":   full("Learning diary"),
		"crowded":  full(strings.Repeat("Llanfairpwllgwyngyll ", 80)),
		"hostile":  full(`"><script>alert('1')</script></title><img src=x onerror=alert(1)>`),
		"scripted": full("فاطمة 王秀英 \u202etxet"),
	}
	for name, p := range pages {
		for kind, frame := range map[string]func(layout.Page) templ.Component{"shell": layout.Shell, "plain": layout.Plain} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				markup := page(t, frame, p)
				pagetest.SoundPage(t, markup)
				if strings.Contains(markup, "<script>") || strings.Contains(markup, "<img") {
					t.Error("typed markup came through")
				}
			})
		}
	}
}

func TestTitle(t *testing.T) {
	tests := []struct {
		page layout.Page
		want string
	}{
		{layout.Page{Title: "My year", Organisation: "Southampton Education Services"}, "My year – Learning Year – Southampton Education Services"},
		{layout.Page{Title: "My year", Product: "CPD"}, "My year – CPD"},
		{layout.Page{Title: "Learning diary", ErrorPrefix: true}, "Error: Learning diary – Learning Year"},
	}
	for _, tt := range tests {
		if markup := page(t, layout.Shell, tt.page); !strings.Contains(markup, "<title>"+tt.want+"</title>") {
			t.Errorf("no title %q", tt.want)
		}
	}
}

func TestMenuShowsWhereOneIs(t *testing.T) {
	markup := page(t, layout.Shell, full("Words"))
	if n := strings.Count(markup, `aria-current="true"`); n != 1 {
		t.Errorf("%d current sections, want 1", n)
	}
	if !strings.Contains(markup, `<a href="/diary" aria-current="page"`) {
		t.Error("the current page is not marked in the white band")
	}
	if n := strings.Count(markup, `aria-current="page"`); n != 1 {
		t.Errorf("%d current pages, want 1", n)
	}
}

func TestSignedOutHasNoMenu(t *testing.T) {
	markup := page(t, layout.Plain, full("Words"))
	for _, unwanted := range []string{"<nav", "data-viewer", "/account", "/teams"} {
		if strings.Contains(markup, unwanted) {
			t.Errorf("somebody signed out gets %q", unwanted)
		}
	}
}

func TestNoticeCanBeUndone(t *testing.T) {
	markup := page(t, layout.Shell, layout.Page{Notice: &layout.Notice{Title: "Deleted.", Undo: &layout.Undo{Href: "/diary/9/restore", Once: "key-1", Version: 4}}})
	for _, want := range []string{"Deleted.", `method="post" action="/diary/9/restore"`, `name="once" value="key-1"`, `name="version" value="4"`, "Undo"} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %s in the notice", want)
		}
	}
}

func TestFooterNamesAPerson(t *testing.T) {
	markup := page(t, layout.Plain, layout.Page{Organisation: "Southampton Education Services", Coordinator: layout.Coordinator{Name: "Priya Nair", Phone: "023 8000 (0142)"}})
	for _, want := range []string{
		"Learning Year for Southampton Education Services. CPD coordinator: Priya Nair, ",
		`href="tel:02380000142"`, `href="/help"`, `href="/what-we-record"`, `href="/accessibility"`,
	} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %s in the footer", want)
		}
	}
}

func TestDemonstrationSaysSo(t *testing.T) {
	if markup := page(t, layout.Shell, layout.Page{}); strings.Contains(markup, "Demonstration") {
		t.Error("a real installation calls itself a demonstration")
	}
	markup := page(t, layout.Shell, layout.Page{Demo: true, DemoAs: "Amina Yusuf, tutor", Viewer: &layout.Viewer{Name: "Amina Yusuf"}})
	for _, want := range []string{"nothing here is a real person", "You are Amina Yusuf, tutor.", `href="/demo"`} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %q in the band", want)
		}
	}
}

func TestAssetsComeFromTheBuild(t *testing.T) {
	markup := page(t, layout.Shell, layout.Page{Assets: func(name string) string { return "/static/hashed-" + name }})
	for _, name := range []string{"app.css", "app.js", "js-enabled.js", "icon.svg", "icon-180.png", "app.webmanifest"} {
		if !strings.Contains(markup, `"/static/hashed-`+name+`"`) {
			t.Errorf("%s is not asked for by its built name", name)
		}
	}
}

package web

import (
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
)

func TestNextLeadsNowhereElse(t *testing.T) {
	for raw, want := range map[string]string{
		"/diary?q=surprised":          "/diary?q=surprised",
		"/plan/2026-27":               "/plan/2026-27",
		"":                            "/",
		"diary":                       "/",
		"//evil.example/x":            "/",
		"/\\evil.example":             "/",
		"https://evil.example/":       "/",
		"javascript:alert(1)":         "/",
		"/ok\r\nSet-Cookie: x=1":      "/",
		"/diary#fragment":             "/diary",
		"http:evil.example":           "/",
		"/%2f%2fevil.example/diary":   "/%2f%2fevil.example/diary",
		"////evil.example":            "/",
		" /diary":                     "/",
		"/interviews/7?next=//x.test": "/interviews/7?next=//x.test",
	} {
		if got := Next(raw); got != want {
			t.Errorf("Next(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestWindowStaysWithinTheList(t *testing.T) {
	for _, tc := range []struct {
		asked                    string
		n, page, pages, from, to int
	}{
		{"", 0, 1, 1, 0, 0}, {"1", 120, 1, 3, 0, 50}, {"3", 120, 3, 3, 100, 120}, {"9", 120, 3, 3, 100, 120},
		{"-4", 120, 1, 3, 0, 50}, {"two", 120, 1, 3, 0, 50}, {"2", 50, 1, 1, 0, 50}, {"99999999999999999999", 60, 1, 2, 0, 50},
	} {
		page, pages, from, to := Window(tc.asked, tc.n, 50)
		if page != tc.page || pages != tc.pages || from != tc.from || to != tc.to {
			t.Errorf("Window(%q, %d) = %d of %d, %d:%d", tc.asked, tc.n, page, pages, from, to)
		}
	}
}

func TestRings(t *testing.T) {
	nobody, member := actor.Actor{}, actor.Actor{PersonID: "p"}
	auditor := actor.Actor{PersonID: "p", Roles: []actor.Role{actor.Auditor}}
	office := Office(actor.Administrator, actor.Auditor)
	if Public().admit(nobody) != nil || SignedIn().admit(member) != nil || office.admit(auditor) != nil {
		t.Error("who belongs is let in")
	}
	if !fault.Is(SignedIn().admit(nobody), fault.SignedOut) || !fault.Is(office.admit(nobody), fault.SignedOut) {
		t.Error("who is signed out is asked to sign in")
	}
	if !fault.Is(office.admit(member), fault.NotFound) {
		t.Error("an office's page is not there for others")
	}
	if office.Name != "administrator or auditor" {
		t.Error(office.Name)
	}
}

func TestDatePartsParse(t *testing.T) {
	if d, err := (DateParts{" ", "", ""}).Parse("when"); err != nil || !d.IsZero() {
		t.Error("blank boxes are no date")
	}
	_, err := DateParts{"31", "2", "2027"}.Parse("when")
	if e := fault.As(err); e == nil || e.Fields[0].Name != "when" {
		t.Errorf("got %v", err)
	}
	if d, err := (DateParts{"1", "9", "2026"}).Parse("when"); err != nil || PartsOf(d) != (DateParts{"1", "9", "2026"}) {
		t.Errorf("%v, %v", d, err)
	}
}

func TestBindSaysWhatDoesNotFit(t *testing.T) {
	var form = struct {
		Minutes int    `form:"minutes" validate:"gte=0,lte=600" say:"Enter minutes up to 600"`
		Kind    string `form:"kind" validate:"oneof=a b"`
	}{700, "c"}
	e := fault.As(check(&form))
	if e == nil || len(e.Fields) != 2 || e.Fields[0] != (fault.Field{Name: "minutes", Message: "Enter minutes up to 600"}) || e.Fields[1].Message != "Check this" {
		t.Errorf("got %+v", e)
	}
}

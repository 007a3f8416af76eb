package session_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/go-cmp/cmp"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/mail"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/session"
	"learningyear/internal/trail"
)

const (
	good  = "kettle marble fjord"
	other = "seven geese by the weir"
)

// house is the service over a test's database, with people.
type house struct {
	*session.Service
	db    *database.DB
	clock *clock.Clock
	staff peopletest.Staff
	org   *organisation.Store
	trail *trail.Trail
}

func newService(t *testing.T, db *database.DB, clk *clock.Clock) (*session.Service, *organisation.Store, *trail.Trail) {
	t.Helper()
	settings, err := config.Read(nil, func(s *config.Settings) { s.BaseURL = "https://learning.example" })
	if err != nil {
		t.Fatal(err)
	}
	tr := trail.New(db, clk)
	org := organisation.NewStore(db)
	return session.NewService(db, people.NewService(db, tr, clk), org, tr, mail.NewOutbox(db, clk), clk, settings), org, tr
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := &house{db: db, clock: peopletest.Clock(t), staff: peopletest.Small(t, db)}
		h.Service, h.org, h.trail = newService(t, db, h.clock)
		test(t, h)
	})
}

func (h *house) later(d time.Duration) { h.clock.Set(h.clock.Now().Add(d)) }

// admin is the context of the administrator.
func (h *house) admin(t *testing.T) context.Context {
	return peopletest.As(t, h.staff.Alex, actor.Administrator)
}

// mails are the texts that were written to the address, the newest first.
func (h *house) mails(t *testing.T, p people.Person) []mail.Mail {
	t.Helper()
	all, err := h.MailBox().Latest(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(m mail.Mail) bool { return m.ToAddress != p.EmailAddress() })
}

var linkForm = regexp.MustCompile(`https://learning\.example/(invitation|reset)/([A-Za-z0-9_-]{43})\n`)

// token is the one in the newest mail to the person.
func (h *house) token(t *testing.T, p people.Person) string {
	t.Helper()
	mails := h.mails(t, p)
	if len(mails) == 0 {
		t.Fatalf("no mail to %s", p.Name)
	}
	found := linkForm.FindStringSubmatch(mails[0].Body)
	if found == nil {
		t.Fatalf("no link in: %s", mails[0].Body)
	}
	return found[2]
}

// join gives the person an account with the good password.
func (h *house) join(t *testing.T, p people.Person) {
	t.Helper()
	if err := h.Invite(h.admin(t), p.ID); err != nil {
		t.Fatal(err)
	}
	defer h.later(time.Second) // so that the next mail is a newer one
	b := &browser{}
	if err := b.do(t, h, func(ctx context.Context) error {
		return h.AcceptInvitation(ctx, h.token(t, p), good, session.Visitor{})
	}); err != nil {
		t.Fatal(err)
	}
}

// browser keeps a session's token as a cookie would.
type browser struct{ token string }

// do runs fn within a request of the browser.
func (b *browser) do(t testing.TB, h *house, fn func(ctx context.Context) error) error {
	t.Helper()
	m := h.Manager()
	ctx, err := m.Load(t.Context(), b.token)
	if err != nil {
		t.Fatal(err)
	}
	who, err := h.Actor(ctx)
	if err != nil {
		t.Fatal(err)
	}
	failed := fn(actor.With(ctx, who))
	switch m.Status(ctx) {
	case scs.Modified:
		token, _, err := m.Commit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		b.token = token
	case scs.Destroyed:
		b.token = ""
	case scs.Unmodified:
	}
	return failed
}

// who is signed in with the browser, by name.
func (b *browser) who(t testing.TB, h *house) string {
	t.Helper()
	var name string
	_ = b.do(t, h, func(ctx context.Context) error {
		name = actor.From(ctx).Name
		return nil
	})
	return name
}

func (b *browser) signIn(t testing.TB, h *house, email, password string) error {
	t.Helper()
	return b.do(t, h, func(ctx context.Context) error {
		return h.SignIn(ctx, session.Credentials{Email: email, Password: password}, session.Visitor{IP: "192.0.2.7", UserAgent: "Firefox/150 (Windows)"})
	})
}

func wantInvalid(t testing.TB, err error, words string) {
	t.Helper()
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), words) {
		t.Fatalf("got %v, want to read %q", err, words)
	}
}

func TestFromInvitationToSignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		amina := h.staff.Amina
		if err := h.Invite(h.admin(t), amina.ID); err != nil {
			t.Fatal(err)
		}
		sent := h.mails(t, amina)[0]
		for _, want := range []string{"Hello Amina,", "Alex Reed has made an account", "within 14 days", "Priya Nair", "Learning Year for Solent Learning"} {
			if !strings.Contains(sent.Body, want) {
				t.Errorf("the mail does not say %q:\n%s", want, sent.Body)
			}
		}
		token := h.token(t, amina)
		owner, err := h.LinkOwner(t.Context(), session.Invitation, token)
		if err != nil || owner.ID != amina.ID {
			t.Fatalf("owner %v, %v", owner.Name, err)
		}
		b := &browser{}
		wantInvalid(t, b.do(t, h, func(ctx context.Context) error {
			return h.AcceptInvitation(ctx, token, "short", session.Visitor{})
		}), "12 characters")
		if err := b.do(t, h, func(ctx context.Context) error { return h.AcceptInvitation(ctx, token, good, session.Visitor{}) }); err != nil {
			t.Fatal(err)
		}
		if b.who(t, h) != "Amina Yusuf" {
			t.Fatalf("accepting signs in %q", b.who(t, h))
		}
		fresh := &browser{}
		wantInvalid(t, fresh.signIn(t, h, "amina.yusuf@example.org", other), "not right")
		if err := fresh.signIn(t, h, " Amina.Yusuf@Example.ORG ", good); err != nil {
			t.Fatal(err)
		}
		if fresh.who(t, h) != "Amina Yusuf" {
			t.Fatalf("signed in is %q", fresh.who(t, h))
		}
		entries, _ := h.trail.About(t.Context(), amina.ID, 0, 10)
		var acts []string
		for _, e := range entries {
			acts = append(acts, e.ActorName+": "+e.Record+" "+e.Act)
		}
		want := []string{"Amina Yusuf: account accepted the invitation", "Alex Reed: account invited"}
		if diff := cmp.Diff(want, acts); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPasswordsAreTheSameHoweverTheyAreComposed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if err := h.Invite(h.admin(t), h.staff.Sian.ID); err != nil {
			t.Fatal(err)
		}
		b := &browser{}
		if err := b.do(t, h, func(ctx context.Context) error {
			return h.AcceptInvitation(ctx, h.token(t, h.staff.Sian), "y tŷ bach glân", session.Visitor{})
		}); err != nil {
			t.Fatal(err)
		}
		if err := (&browser{}).signIn(t, h, h.staff.Sian.EmailAddress(), "y ty\u0302 bach gla\u0302n"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestALinkWorksOnceAndInItsTime(t *testing.T) {
	for _, tc := range []struct {
		name   string
		before func(t *testing.T, h *house, token string)
		works  bool
	}{
		{"in time", func(_ *testing.T, h *house, _ string) { h.later(14*24*time.Hour - time.Second) }, true},
		{"too late", func(_ *testing.T, h *house, _ string) { h.later(14 * 24 * time.Hour) }, false},
		{"opened before", func(t *testing.T, h *house, token string) {
			_, err := h.LinkOwner(t.Context(), session.Invitation, token)
			if err != nil {
				t.Fatal(err)
			}
		}, true},
		{"used before", func(t *testing.T, h *house, token string) {
			if err := (&browser{}).do(t, h, func(ctx context.Context) error {
				return h.AcceptInvitation(ctx, token, good, session.Visitor{})
			}); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"replaced by a newer one", func(t *testing.T, h *house, _ string) {
			if err := h.Invite(h.admin(t), h.staff.Amina.ID); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"closed meanwhile", func(t *testing.T, h *house, _ string) {
			if err := h.Close(h.admin(t), h.staff.Amina.ID); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				if err := h.Invite(h.admin(t), h.staff.Amina.ID); err != nil {
					t.Fatal(err)
				}
				token := h.token(t, h.staff.Amina)
				tc.before(t, h, token)
				b := &browser{}
				err := b.do(t, h, func(ctx context.Context) error {
					return h.AcceptInvitation(ctx, token, other, session.Visitor{})
				})
				if tc.works {
					if err != nil {
						t.Fatal(err)
					}
					return
				}
				wantInvalid(t, err, "run out or was used already")
				if b.who(t, h) != "" {
					t.Fatal("signed in all the same")
				}
				if _, err := h.LinkOwner(t.Context(), session.Invitation, token); !errors.Is(err, session.ErrLink) {
					t.Fatalf("the page still opens: %v", err)
				}
			})
		})
	}
}

func TestALinkOfOneKindIsNotOneOfAnother(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if err := h.Invite(h.admin(t), h.staff.Amina.ID); err != nil {
			t.Fatal(err)
		}
		for _, token := range []string{h.token(t, h.staff.Amina), "", "x", strings.Repeat("A", 43), "'; DROP TABLE accounts; --"} {
			if _, err := h.LinkOwner(t.Context(), session.Reset, token); !errors.Is(err, session.ErrLink) {
				t.Errorf("%q: %v", token, err)
			}
		}
	})
}

func TestTwoWhoUseALinkAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if err := h.Invite(h.admin(t), h.staff.Amina.ID); err != nil {
			t.Fatal(err)
		}
		token := h.token(t, h.staff.Amina)
		var in atomic.Int64
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if (&browser{}).do(t, h, func(ctx context.Context) error {
					return h.AcceptInvitation(ctx, token, good, session.Visitor{})
				}) == nil {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Fatalf("%d got in", in.Load())
		}
	})
}

// cast makes one account of each kind that cannot be signed in with, and returns
// the addresses, with what they are.
func (h *house) cast(t *testing.T) map[string]string {
	t.Helper()
	h.join(t, h.staff.Amina)
	h.join(t, h.staff.Tom)
	if err := h.Close(h.admin(t), h.staff.Tom.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Invite(h.admin(t), h.staff.Ruth.ID); err != nil {
		t.Fatal(err)
	}
	h.leaver(t)
	h.later(time.Second)
	return map[string]string{
		"a wrong password": h.staff.Amina.EmailAddress(), "no such address": "nobody@example.org", "never invited": h.staff.Dan.EmailAddress(),
		"invited only": h.staff.Ruth.EmailAddress(), "closed": h.staff.Tom.EmailAddress(), "left": h.staff.Iris.EmailAddress(),
		"no address at all": "'; DROP TABLE accounts; --",
	}
}

// leaver gives Iris an account before she leaves.
func (h *house) leaver(t *testing.T) {
	t.Helper()
	now := h.clock.Now()
	h.clock.Set(time.Date(2026, time.August, 1, 9, 0, 0, 0, time.UTC))
	h.join(t, h.staff.Iris)
	h.clock.Set(now)
}

func TestSignInTellsNothingOfWhoHasAnAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		type answer struct {
			Error      string
			Hashes     int64
			Statements []string
		}
		var first *answer
		var firstName string
		for name, email := range h.cast(t) {
			password := good
			if name == "a wrong password" {
				password = other
			}
			var got answer
			b := &browser{}
			m := h.Manager()
			ctx, err := m.Load(t.Context(), b.token)
			if err != nil {
				t.Fatal(err)
			}
			ctx, count := database.CountQueries(ctx)
			before := h.HashWork()
			err = h.SignIn(ctx, session.Credentials{Email: email, Password: password}, session.Visitor{IP: "192.0.2.9"})
			got.Error, got.Hashes, got.Statements = fmt.Sprint(err), h.HashWork()-before, count.Statements()
			wantInvalid(t, err, "not right")
			if m.Status(ctx) != scs.Unmodified {
				t.Errorf("%s: the session was touched", name)
			}
			if first == nil {
				first, firstName = &got, name
				continue
			}
			if diff := cmp.Diff(*first, got); diff != "" {
				t.Errorf("%q and %q differ: %s", firstName, name, diff)
			}
		}
		if first.Hashes != 1 {
			t.Errorf("%d hashes", first.Hashes)
		}
	})
}

func TestForgettingTellsNothingOfWhoHasAnAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var first []string
		cast := h.cast(t)
		delete(cast, "no address at all")
		before, _ := h.MailBox().Latest(t.Context(), 1000)
		for name, email := range cast {
			ctx, count := database.CountQueries(t.Context())
			if err := h.ForgottenPassword(ctx, email, session.Visitor{IP: "192.0.2.9"}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if first == nil {
				first = count.Statements()
			}
			if diff := cmp.Diff(first, count.Statements()); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if after, _ := h.MailBox().Latest(t.Context(), 1000); len(after) != len(before) {
			t.Fatal("a mail was written while somebody waited")
		}
		mailed, err := h.HandleAsks(t.Context())
		if err != nil || mailed != 2 {
			t.Fatalf("%d mails, %v", mailed, err)
		}
		if m := h.mails(t, h.staff.Amina)[0]; m.Kind != "reset" || !strings.Contains(m.Body, "within the\nhour") {
			t.Errorf("to who has an account: %+v", m)
		}
		if m := h.mails(t, h.staff.Ruth)[0]; m.Kind != "invitation" {
			t.Errorf("to who is invited: %+v", m)
		}
		if again, err := h.HandleAsks(t.Context()); again != 0 || err != nil {
			t.Errorf("a second look mailed %d, %v", again, err)
		}
	})
}

func TestANewPasswordEndsEverySession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		old := &browser{}
		if err := old.signIn(t, h, h.staff.Amina.EmailAddress(), good); err != nil {
			t.Fatal(err)
		}
		if err := h.ForgottenPassword(t.Context(), h.staff.Amina.EmailAddress(), session.Visitor{}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.HandleAsks(t.Context()); err != nil {
			t.Fatal(err)
		}
		token := h.token(t, h.staff.Amina)
		h.later(time.Second)
		b := &browser{}
		if err := b.do(t, h, func(ctx context.Context) error { return h.ResetPassword(ctx, token, other, session.Visitor{}) }); err != nil {
			t.Fatal(err)
		}
		if old.who(t, h) != "" || b.who(t, h) != "Amina Yusuf" {
			t.Fatalf("the old session is %q's, the new one %q's", old.who(t, h), b.who(t, h))
		}
		wantInvalid(t, (&browser{}).signIn(t, h, h.staff.Amina.EmailAddress(), good), "not right")
		if err := (&browser{}).signIn(t, h, h.staff.Amina.EmailAddress(), other); err != nil {
			t.Fatal(err)
		}
		if m := h.mails(t, h.staff.Amina)[0]; m.Kind != "new password" || strings.Contains(m.Body, other) {
			t.Fatalf("told by %+v", m)
		}
	})
}

func TestAResetLinkRunsOutInAnHour(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		_ = h.ForgottenPassword(t.Context(), h.staff.Amina.EmailAddress(), session.Visitor{})
		_, _ = h.HandleAsks(t.Context())
		token := h.token(t, h.staff.Amina)
		h.later(time.Hour)
		wantInvalid(t, (&browser{}).do(t, h, func(ctx context.Context) error {
			return h.ResetPassword(ctx, token, other, session.Visitor{})
		}), "run out")
	})
}

func TestThrottling(t *testing.T) {
	type try struct {
		who string // which address
		ip  string
		// wait is the time before the try.
		wait time.Duration
		// right types the right password.
		right bool
		n     int
	}
	wrong := func(n int) try { return try{who: "amina", ip: "192.0.2.1", n: n} }
	for _, tc := range []struct {
		name  string
		tries []try
		last  fault.Kind // of the last try; Internal for none
	}{
		{"ten wrong ones are let through", []try{wrong(10)}, fault.Invalid},
		{"the eleventh is not", []try{wrong(11)}, fault.TooMany},
		{"not even with the right password", []try{wrong(10), {who: "amina", ip: "192.0.2.1", right: true, n: 1}}, fault.TooMany},
		{"nor from another address", []try{wrong(10), {who: "amina", ip: "198.51.100.1", right: true, n: 1}}, fault.TooMany},
		{"but after waiting", []try{wrong(10), {who: "amina", ip: "192.0.2.1", wait: 15 * time.Minute, right: true, n: 1}}, fault.Internal},
		{"refused tries do not make the wait longer", []try{wrong(10), {who: "amina", ip: "192.0.2.1", wait: 14 * time.Minute, n: 20}, {who: "amina", ip: "192.0.2.1", wait: time.Minute, right: true, n: 1}}, fault.Internal},
		{"others are not held up", []try{wrong(11), {who: "ruth", ip: "192.0.2.1", right: true, n: 1}}, fault.Internal},
		{"the right password takes the wrong ones back", []try{wrong(9), {who: "amina", ip: "192.0.2.1", right: true, n: 1}, wrong(10)}, fault.Invalid},
		{"an unknown address is held up as well", []try{{who: "nobody", ip: "192.0.2.1", n: 11}}, fault.TooMany},
		{"slow guessing comes to an end", []try{wrong(10), {who: "amina", wait: 20 * time.Minute, n: 10}, {who: "amina", wait: 20 * time.Minute, n: 10}, {who: "amina", wait: 20 * time.Minute, n: 10}, {who: "amina", wait: 20 * time.Minute, n: 1}}, fault.TooMany},
		{"and goes on the next day", []try{wrong(10), {who: "amina", wait: 20 * time.Minute, n: 10}, {who: "amina", wait: 20 * time.Minute, n: 10}, {who: "amina", wait: 20 * time.Minute, n: 10}, {who: "amina", wait: 24 * time.Hour, right: true, n: 1}}, fault.Internal},
	} {
		t.Run(tc.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.join(t, h.staff.Amina)
				h.join(t, h.staff.Ruth)
				emails := map[string]string{"amina": h.staff.Amina.EmailAddress(), "ruth": h.staff.Ruth.EmailAddress(), "nobody": "nobody@example.org"}
				var last error
				for _, try := range tc.tries {
					h.later(try.wait)
					password := other
					if try.right {
						password = good
					}
					for range try.n {
						last = (&browser{}).do(t, h, func(ctx context.Context) error {
							return h.SignIn(ctx, session.Credentials{Email: emails[try.who], Password: password}, session.Visitor{IP: try.ip})
						})
					}
				}
				if got := fault.KindOf(last); last == nil && tc.last != fault.Internal || last != nil && got != tc.last {
					t.Fatalf("the last try ended in %v", last)
				}
			})
		})
	}
}

func TestGuessingAtManyAccountsFromOnePlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		try := func(n int, email, password, ip string) error {
			return (&browser{}).do(t, h, func(ctx context.Context) error {
				return h.SignIn(ctx, session.Credentials{Email: email, Password: password}, session.Visitor{IP: ip})
			})
		}
		for n := range 100 {
			wantInvalid(t, try(n, fmt.Sprintf("person%d@example.org", n), good, fmt.Sprintf("2001:db8:1:2::%x", n)), "not right")
		}
		if err := try(0, h.staff.Amina.EmailAddress(), good, "2001:db8:1:2:ffff::1"); !fault.Is(err, fault.TooMany) {
			t.Fatalf("from the same network: %v", err)
		}
		if err := try(0, h.staff.Amina.EmailAddress(), good, "2001:db8:1:3::1"); err != nil {
			t.Fatalf("from the next network: %v", err)
		}
	})
}

func TestManyTriesAtOnceAreCountedAcrossReplicas(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		second, _, _ := newService(t, h.db, h.clock)
		var through atomic.Int64
		var all sync.WaitGroup
		for i := range 24 {
			service := h.Service
			if i%2 == 1 {
				service = second
			}
			all.Go(func() {
				ctx, err := service.Manager().Load(t.Context(), "")
				if err != nil {
					t.Error(err)
					return
				}
				err = service.SignIn(ctx, session.Credentials{Email: "amina.yusuf@example.org", Password: other}, session.Visitor{IP: "192.0.2.1"})
				switch fault.KindOf(err) {
				case fault.Invalid:
					through.Add(1)
				case fault.TooMany:
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if through.Load() > 10 {
			t.Fatalf("%d tries got through", through.Load())
		}
	})
}

func TestAskingForLinksIsThrottledSilently(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		for range 10 {
			if err := h.ForgottenPassword(t.Context(), h.staff.Amina.EmailAddress(), session.Visitor{IP: "192.0.2.1"}); err != nil {
				t.Fatal(err)
			}
		}
		if mailed, err := h.HandleAsks(t.Context()); err != nil || mailed != 3 {
			t.Fatalf("%d mails within the hour, %v", mailed, err)
		}
		var last error
		for n := range 31 {
			last = h.ForgottenPassword(t.Context(), fmt.Sprintf("person%d@example.org", n), session.Visitor{IP: "192.0.2.2"})
		}
		if !fault.Is(last, fault.TooMany) {
			t.Fatalf("the 31st from one place: %v", last)
		}
	})
}

func TestATokenFromBeforeIsWorthNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		planted := &browser{}
		_ = planted.do(t, h, func(ctx context.Context) error {
			h.PutNotice(ctx, "hello")
			return nil
		})
		victim := &browser{token: planted.token}
		if err := victim.signIn(t, h, h.staff.Amina.EmailAddress(), good); err != nil {
			t.Fatal(err)
		}
		if victim.token == planted.token || planted.token == "" {
			t.Fatal("the token stayed the same")
		}
		if planted.who(t, h) != "" || victim.who(t, h) != "Amina Yusuf" {
			t.Fatalf("the planted token is %q's, the new one %q's", planted.who(t, h), victim.who(t, h))
		}
	})
}

func TestSessionsLiveAsLongAsTheyAreUsed(t *testing.T) {
	for _, tc := range []struct {
		name     string
		ownPhone bool
		waits    []time.Duration
		in       bool
	}{
		{"unused for 12 hours", false, []time.Duration{12 * time.Hour}, false},
		{"used within 12 hours, all week", false, []time.Duration{11 * time.Hour, 11 * time.Hour, 11 * time.Hour, 11 * time.Hour}, true},
		{"own phone, unused for 29 days", true, []time.Duration{29 * 24 * time.Hour}, true},
		{"own phone, unused for 30 days", true, []time.Duration{30 * 24 * time.Hour}, false},
		{"own phone, used all summer", true, []time.Duration{20 * 24 * time.Hour, 20 * 24 * time.Hour, 20 * 24 * time.Hour}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				b := &browser{}
				if err := b.do(t, h, func(ctx context.Context) error {
					return h.Begin(ctx, h.staff.Amina.ID, session.Visitor{}, tc.ownPhone)
				}); err != nil {
					t.Fatal(err)
				}
				var in string
				for _, wait := range tc.waits {
					h.later(wait)
					in = b.who(t, h)
				}
				if (in != "") != tc.in {
					t.Fatalf("signed in is %q", in)
				}
			})
		})
	}
}

func TestReadingWritesAtMostOnceAMinute(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := &browser{}
		_ = b.do(t, h, func(ctx context.Context) error {
			return h.Begin(ctx, h.staff.Amina.ID, session.Visitor{UserAgent: "iPhone Safari/604"}, false)
		})
		writes := func() int {
			ctx, count := database.CountQueries(t.Context())
			ctx, err := h.Manager().Load(ctx, b.token)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.Actor(ctx); err != nil {
				t.Fatal(err)
			}
			if h.Manager().Status(ctx) != scs.Unmodified {
				t.Fatal("reading changed the session")
			}
			n := 0
			for _, s := range count.Statements() {
				if !strings.HasPrefix(s, "SELECT") {
					n++
				}
			}
			return n
		}
		h.later(59 * time.Second)
		if n := writes(); n != 0 {
			t.Errorf("%d writes within the minute", n)
		}
		h.later(time.Second)
		if n := writes(); n != 1 {
			t.Errorf("%d writes after a minute", n)
		}
		if n := writes(); n != 0 {
			t.Errorf("%d writes right after", n)
		}
		_ = b.do(t, h, func(ctx context.Context) error {
			all, err := h.Sessions(ctx)
			if err != nil || len(all) != 1 || !all[0].Current || all[0].Device != "Safari on an iPhone" || !all[0].SeenAt.Equal(h.clock.Now()) {
				t.Errorf("sessions %+v, %v", all, err)
			}
			return nil
		})
	})
}

func TestSessionsCanBeEndedEverywhere(t *testing.T) {
	for _, tc := range []struct {
		name        string
		end         func(t *testing.T, h *house, ctx context.Context) error // ctx is of the first browser
		first, rest bool
	}{
		{"the others", func(_ *testing.T, h *house, ctx context.Context) error { return h.EndOthers(ctx) }, true, false},
		{"one of them", func(t *testing.T, h *house, ctx context.Context) error {
			all, err := h.Sessions(ctx)
			if err != nil || len(all) != 2 {
				t.Fatalf("%+v, %v", all, err)
			}
			for _, s := range all {
				if !s.Current {
					return h.EndOne(ctx, s.ID)
				}
			}
			return errors.New("none to end")
		}, true, false},
		{"all, by the administrator", func(t *testing.T, h *house, _ context.Context) error { return h.EndAll(h.admin(t), h.staff.Amina.ID) }, false, false},
		{"by closing the account", func(t *testing.T, h *house, _ context.Context) error { return h.Close(h.admin(t), h.staff.Amina.ID) }, false, false},
		{"by changing the password", func(_ *testing.T, h *house, ctx context.Context) error { return h.ChangePassword(ctx, good, other) }, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.join(t, h.staff.Amina) // a third session
				if err := h.db.InTx(t.Context(), func(ctx context.Context) error {
					return h.db.From(ctx).Exec("DELETE FROM sessions").Error
				}); err != nil {
					t.Fatal(err)
				}
				first, second := &browser{}, &browser{}
				for _, b := range []*browser{first, second} {
					if err := b.signIn(t, h, h.staff.Amina.EmailAddress(), good); err != nil {
						t.Fatal(err)
					}
				}
				stranger := &browser{}
				_ = stranger.do(t, h, func(ctx context.Context) error {
					return h.Begin(ctx, h.staff.Ruth.ID, session.Visitor{}, false)
				})
				// A request of the second browser is under way while its session ends,
				// and keeps what it has to keep afterwards.
				slow, err := h.Manager().Load(t.Context(), second.token)
				if err != nil {
					t.Fatal(err)
				}
				if err := first.do(t, h, func(ctx context.Context) error { return tc.end(t, h, ctx) }); err != nil {
					t.Fatal(err)
				}
				h.PutNotice(slow, "late")
				if _, _, err := h.Manager().Commit(slow); err != nil {
					t.Fatal(err)
				}
				if (first.who(t, h) != "") != tc.first || (second.who(t, h) != "") != tc.rest {
					t.Errorf("afterwards the first is %q's and the second %q's", first.who(t, h), second.who(t, h))
				}
				if stranger.who(t, h) != "Ruth Calder" {
					t.Error("somebody else's session ended too")
				}
			})
		})
	}
}

func TestNobodyEndsAnothersSession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		amina, ruth := &browser{}, &browser{}
		_ = amina.do(t, h, func(ctx context.Context) error { return h.Begin(ctx, h.staff.Amina.ID, session.Visitor{}, false) })
		_ = ruth.do(t, h, func(ctx context.Context) error { return h.Begin(ctx, h.staff.Ruth.ID, session.Visitor{}, false) })
		var id string
		_ = amina.do(t, h, func(ctx context.Context) error {
			all, err := h.Sessions(ctx)
			id = all[0].ID
			return err
		})
		for _, try := range []string{id, "", "not a key"} {
			if err := ruth.do(t, h, func(ctx context.Context) error { return h.EndOne(ctx, try) }); err != nil {
				t.Errorf("ending %q: %v", try, err)
			}
		}
		if amina.who(t, h) != "Amina Yusuf" {
			t.Fatal("it ended")
		}
	})
}

func TestChangingThePassword(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		b := &browser{}
		if err := b.signIn(t, h, h.staff.Amina.EmailAddress(), good); err != nil {
			t.Fatal(err)
		}
		change := func(current, chosen string) error {
			return b.do(t, h, func(ctx context.Context) error { return h.ChangePassword(ctx, current, chosen) })
		}
		wantInvalid(t, change(other, "amina yusuf"), "not the password you have now")
		wantInvalid(t, change(other, "too short"), "12 characters")
		wantInvalid(t, change("", other), "Enter the password you have now")
		before := b.token
		if err := change(good, other); err != nil {
			t.Fatal(err)
		}
		if b.token == before || b.who(t, h) != "Amina Yusuf" {
			t.Fatal("the session goes on with a new token")
		}
		for range 8 {
			wantInvalid(t, change(good, "yet another one"), "not the password")
		}
		if err := change(other, "yet another one"); !fault.Is(err, fault.TooMany) {
			t.Fatalf("guessing from a session left open: %v", err)
		}
	})
}

func TestALeaverCannotSignInAndIsSignedOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.clock.Set(time.Date(2026, time.August, 31, 22, 0, 0, 0, time.UTC)) // the last evening
		h.join(t, h.staff.Iris)
		b := &browser{}
		if err := b.signIn(t, h, h.staff.Iris.EmailAddress(), good); err != nil {
			t.Fatalf("on the last day: %v", err)
		}
		h.later(2 * time.Hour)
		if b.who(t, h) != "" {
			t.Error("the session goes on")
		}
		wantInvalid(t, (&browser{}).signIn(t, h, h.staff.Iris.EmailAddress(), good), "not right")
		wantInvalid(t, h.Invite(h.admin(t), h.staff.Iris.ID), "Leavers cannot sign in")
	})
}

func TestInvitingEverybody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		if err := h.db.InTx(t.Context(), func(ctx context.Context) error {
			return errors.Join(
				h.db.From(ctx).Exec("UPDATE persons SET email = NULL, email_key = NULL WHERE id = ?", h.staff.Tom.ID).Error,
				h.db.From(ctx).Exec("UPDATE persons SET email = 'not an address' WHERE id = ?", h.staff.Omar.ID).Error,
				h.db.From(ctx).Exec("UPDATE structure SET version = version + 1").Error)
		}); err != nil {
			t.Fatal(err)
		}
		all, err := h.InviteAll(h.admin(t))
		if err != nil || all.Invited != 7 || !slices.Equal(all.Unreachable, []string{"Omar Haddad", "Tom Byrne"}) {
			t.Fatalf("%+v, %v", all, err)
		}
		if n := len(h.mails(t, h.staff.Amina)); n != 1 {
			t.Errorf("who has an account got %d mails", n)
		}
		if again, err := h.InviteAll(h.admin(t)); err != nil || again.Invited != 0 {
			t.Errorf("again: %+v, %v", again, err)
		}
		b := &browser{}
		if err := b.do(t, h, func(ctx context.Context) error {
			return h.AcceptInvitation(ctx, h.token(t, h.staff.Helen), good, session.Visitor{})
		}); err != nil || b.who(t, h) != "Helen Marsh" {
			t.Errorf("accepting one of them: %v", err)
		}
		if verdict, err := h.trail.Verify(t.Context()); err != nil || verdict.Broken != "" {
			t.Errorf("trail: %+v, %v", verdict, err)
		}
	})
}

func TestInvitingEverybodyTwiceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		admin := h.admin(t)
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if _, err := h.InviteAll(admin); err != nil && !fault.Is(err, fault.Clash) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := len(h.mails(t, h.staff.Helen)); n != 1 {
			t.Errorf("she got %d invitations", n)
		}
	})
}

func TestOnlyTheAdministratorManagesAccounts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		for name, ctx := range map[string]context.Context{
			"signed out": t.Context(), "herself": peopletest.As(t, h.staff.Amina), "her manager": peopletest.As(t, h.staff.Dan),
			"the coordinator": peopletest.As(t, h.staff.Priya, actor.Coordinator), "the auditor": peopletest.As(t, h.staff.Grace, actor.Auditor),
			"one who only says so": peopletest.As(t, h.staff.Tom, actor.Administrator),
		} {
			_, list := h.Accounts(ctx, session.Search{})
			_, _, one := h.One(ctx, h.staff.Amina.Slug)
			_, all := h.InviteAll(ctx)
			for act, err := range map[string]error{
				"list": list, "one": one, "invite all": all, "invite": h.Invite(ctx, h.staff.Ruth.ID), "close": h.Close(ctx, h.staff.Amina.ID),
				"open": h.Open(ctx, h.staff.Amina.ID), "end all": h.EndAll(ctx, h.staff.Amina.ID),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s, %s: %v", name, act, err)
				}
			}
		}
		if err := h.SetPassword(h.admin(t), h.staff.Amina.ID, other); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the administrator set somebody's password: %v", err)
		}
	})
}

func TestClosingAndOpening(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		if err := h.Close(h.admin(t), h.staff.Amina.ID); err != nil {
			t.Fatal(err)
		}
		wantInvalid(t, h.Close(h.admin(t), h.staff.Alex.ID), "your own account")
		wantInvalid(t, h.Invite(h.admin(t), h.staff.Amina.ID), "closed")
		wantInvalid(t, (&browser{}).signIn(t, h, h.staff.Amina.EmailAddress(), good), "not right")
		if err := h.Open(h.admin(t), h.staff.Amina.ID); err != nil {
			t.Fatal(err)
		}
		if err := (&browser{}).signIn(t, h, h.staff.Amina.EmailAddress(), good); err != nil {
			t.Fatalf("with the password from before: %v", err)
		}
		// One who never chose a password is invited anew.
		if err := errors.Join(h.Invite(h.admin(t), h.staff.Ruth.ID), h.Close(h.admin(t), h.staff.Ruth.ID)); err != nil {
			t.Fatal(err)
		}
		h.later(time.Second)
		if err := h.Open(h.admin(t), h.staff.Ruth.ID); err != nil {
			t.Fatal(err)
		}
		if err := (&browser{}).do(t, h, func(ctx context.Context) error {
			return h.AcceptInvitation(ctx, h.token(t, h.staff.Ruth), good, session.Visitor{})
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStatesOfAnAccount(t *testing.T) {
	states := []session.State{session.NoAccount, session.Invited, session.Active, session.Closed}
	for did, to := range map[string][]session.State{ // from each of the states, "-" where it cannot be
		"invited":                            {"invited", "invited", "-", "-"},
		"accepted the invitation":            {"-", "active", "-", "-"},
		"asked for a link to a new password": {"-", "-", "active", "-"},
		"chose a new password by a link":     {"-", "-", "active", "-"},
		"changed the password":               {"-", "-", "active", "-"},
		"set the password":                   {"active", "active", "active", "-"},
		"ended all sessions":                 {"-", "invited", "active", "closed"},
		"closed":                             {"-", "closed", "closed", "-"},
		"opened again":                       {"-", "-", "-", "active"},
		"something else":                     {"-", "-", "-", "-"},
	} {
		for i, from := range states {
			got, ok := from.After(did)
			if !ok {
				got = "-"
			}
			if got != to[i] {
				t.Errorf("%q from %q leads to %q, want %q", did, from, got, to[i])
			}
		}
	}
}

func TestTheOperatorSetsAPassword(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		operator := actor.With(t.Context(), actor.Operator("learningyear user password"))
		wantInvalid(t, h.SetPassword(operator, h.staff.Alex.ID, "alex reed"), "12 characters")
		if err := h.SetPassword(operator, h.staff.Alex.ID, good); err != nil {
			t.Fatal(err)
		}
		if err := (&browser{}).signIn(t, h, h.staff.Alex.EmailAddress(), good); err != nil {
			t.Fatal(err)
		}
	})
}

func TestBeingSomebodyIsForTheDemonstrationOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		kept := []session.Persona{{PersonID: h.staff.Helen.ID, Label: "Divisional manager", Hint: "See the division."}, {PersonID: h.staff.Amina.ID, Label: "Sessional tutor", Hint: "Write in the diary."}}
		if err := h.KeepPersonas(t.Context(), kept); err != nil {
			t.Fatal(err)
		}
		b := &browser{}
		be := func(id string) error {
			return b.do(t, h, func(ctx context.Context) error { return h.SignInAs(ctx, id, session.Visitor{}) })
		}
		if _, err := h.Personas(t.Context()); !fault.Is(err, fault.NotFound) {
			t.Errorf("the list: %v", err)
		}
		if err := be(h.staff.Amina.ID); !fault.Is(err, fault.NotFound) || b.who(t, h) != "" {
			t.Fatalf("in a real database: %v", err)
		}
		settings := organisation.Defaults()
		settings.Demonstration = true
		if err := h.org.Save(t.Context(), settings); err != nil {
			t.Fatal(err)
		}
		list, err := h.Personas(t.Context())
		if err != nil || len(list) != 2 || list[0].Label != "Divisional manager" {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := be(h.staff.Amina.ID); err != nil || b.who(t, h) != "Amina Yusuf" {
			t.Fatalf("in the demonstration: %v", err)
		}
		if err := be(h.staff.Iris.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a leaver: %v", err)
		}
	})
}

func TestTheListOfAccounts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		h.leaver(t)
		if err := h.Invite(h.admin(t), h.staff.Sian.ID); err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct {
			name  string
			q     session.Search
			names []string
		}{
			{"by name", session.Search{Text: "yusuf AMINA"}, []string{"Amina Yusuf"}},
			{"by address", session.Search{Text: "sian.howell@"}, []string{"Siân Howell"}},
			{"a leaver with an account", session.Search{Text: "webb"}, []string{"Iris Webb"}},
			{"by state", session.Search{State: session.Active, Narrow: true}, []string{"Amina Yusuf", "Iris Webb"}},
			{"none", session.Search{Text: "zzz", Page: 9}, nil},
			{"odd words", session.Search{Text: "%_'\x00"}, nil},
		} {
			got, err := h.Accounts(h.admin(t), tc.q)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, l := range got.Lines {
				names = append(names, l.Person.Name)
				if l.Account.PasswordHash != nil {
					t.Error("the list holds hashes")
				}
			}
			if diff := cmp.Diff(tc.names, names); diff != "" {
				t.Errorf("%s: %s", tc.name, diff)
			}
			want := map[session.State]int{session.NoAccount: 8, session.Invited: 1, session.Active: 2}
			if diff := cmp.Diff(want, got.Counts); diff != "" {
				t.Errorf("%s: counts %s", tc.name, diff)
			}
		}
	})
}

func TestPurge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.join(t, h.staff.Amina)
		_ = (&browser{}).signIn(t, h, "nobody@example.org", good)
		if err := h.Invite(h.admin(t), h.staff.Ruth.ID); err != nil {
			t.Fatal(err)
		}
		if gone, err := h.Purge(t.Context()); err != nil || gone != (session.Purged{}) {
			t.Fatalf("at once %+v, %v", gone, err)
		}
		h.later(45 * 24 * time.Hour)
		gone, err := h.Purge(t.Context())
		if err != nil || gone.Sessions != 1 || gone.Links != 2 || gone.Tries != 2 {
			t.Fatalf("later %+v, %v", gone, err)
		}
	})
}

func TestRunStopsWhenTold(t *testing.T) {
	db := dbtest.SQLite(t)
	h := &house{db: db, clock: peopletest.Clock(t), staff: peopletest.Small(t, db)}
	h.Service, h.org, h.trail = newService(t, db, h.clock)
	h.join(t, h.staff.Amina)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		h.Run(ctx, nil)
		close(ended)
	}()
	if err := h.ForgottenPassword(t.Context(), h.staff.Amina.EmailAddress(), session.Visitor{}); err != nil {
		t.Fatal(err)
	}
	for h.mails(t, h.staff.Amina)[0].Kind != "reset" { // answered without anybody asking again
		select {
		case <-t.Context().Done():
			t.Fatal("the ask was never answered")
		default:
		}
	}
	stop()
	<-ended
}

func TestAccountsOfTheDemonstration(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		used := h.clock.Now().Add(-time.Hour)
		load := []session.Account{{PersonID: h.staff.Amina.ID, LastSignInAt: &used}, {PersonID: h.staff.Dan.ID}}
		if err := h.LoadAccounts(t.Context(), load); !fault.Is(err, fault.Forbidden) {
			t.Errorf("anybody: %v", err)
		}
		operator := actor.With(t.Context(), actor.Operator("a test"))
		if err := h.LoadAccounts(operator, load); err != nil {
			t.Fatal(err)
		}
		counts, err := h.Counts(operator)
		if err != nil || counts[session.Active] != 2 {
			t.Errorf("%v, %v", counts, err)
		}
		b := &browser{}
		err = b.do(t, h, func(ctx context.Context) error {
			return h.SignIn(ctx, session.Credentials{Email: h.staff.Amina.EmailAddress(), Password: "kettle marble fjord"}, session.Visitor{})
		})
		if err == nil || b.who(t, h) != "" {
			t.Error("nobody signs in by password to an account without one")
		}
	})
}

package mail_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/mail"
	"learningyear/internal/people/peopletest"
)

func write(t *testing.T, db *database.DB, clk *clock.Clock, messages ...mail.Message) {
	t.Helper()
	outbox := mail.NewOutbox(db, clk)
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		for _, m := range messages {
			if err := outbox.Write(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func invitation(to string) mail.Message {
	return mail.Message{Kind: "invitation", ToName: "Siân Howell", To: to, Subject: "Your account, Siân", Text: "Hello Siân,\n\nhttp://learning.example/invitation/abc_DEF-123\n"}
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func only(t *testing.T, db *database.DB, clk *clock.Clock) mail.Mail {
	t.Helper()
	mails, err := mail.NewOutbox(db, clk).Latest(t.Context(), 10)
	if err != nil || len(mails) != 1 {
		t.Fatalf("%d mails, %v", len(mails), err)
	}
	return mails[0]
}

func TestAMailGoesOnceAndItsTextIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		clk := peopletest.Clock(t)
		write(t, db, clk, invitation("sian@example.org"))
		var carried []mail.Mail
		sender := mail.NewSender(db, clk, func(_ context.Context, m mail.Mail) error {
			carried = append(carried, m)
			return nil
		}, quiet())
		for want := range 2 {
			sent, err := sender.SendDue(t.Context())
			if err != nil || sent != 1-want {
				t.Fatalf("round %d sent %d, %v", want, sent, err)
			}
		}
		if len(carried) != 1 || !strings.Contains(carried[0].Body, "/invitation/abc_DEF-123") {
			t.Fatalf("carried %+v", carried)
		}
		if kept := only(t, db, clk); kept.State != mail.Sent || kept.Body != "" || kept.SentAt == nil || !kept.SentAt.Equal(clk.Now()) {
			t.Fatalf("kept %+v", kept)
		}
	})
}

func TestAMailIsWrittenOnlyWithItsTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		clk := peopletest.Clock(t)
		outbox := mail.NewOutbox(db, clk)
		if err := outbox.Write(t.Context(), invitation("sian@example.org")); err == nil {
			t.Fatal("a mail outside a transaction was taken")
		}
		undone := errors.New("undone")
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			if err := outbox.Write(ctx, invitation("sian@example.org")); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if mails, _ := outbox.Latest(t.Context(), 10); len(mails) != 0 {
			t.Fatalf("kept %+v", mails)
		}
	})
}

func TestAMailIsTriedAgainEverLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		clk := peopletest.Clock(t)
		write(t, db, clk, invitation("sian@example.org"))
		tries := 0
		sender := mail.NewSender(db, clk, func(context.Context, mail.Mail) error {
			tries++
			return errors.New("the server\r\nis away")
		}, quiet())
		waits := []time.Duration{}
		for range 30 {
			if _, err := sender.SendDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			kept := only(t, db, clk)
			if kept.LastError != "the server is away" {
				t.Fatalf("noted %q", kept.LastError)
			}
			if kept.State == mail.Failed {
				if kept.Body != "" {
					t.Fatal("what failed keeps its text")
				}
				break
			}
			waits = append(waits, kept.DueAt.Sub(clk.Now()))
			clk.Set(kept.DueAt)
		}
		if tries != 14 || waits[0] != time.Minute || waits[1] != 2*time.Minute || waits[12] != 3*time.Hour {
			t.Fatalf("%d tries, waits %v", tries, waits)
		}
	})
}

func TestWhatCannotGoIsNotTriedAgain(t *testing.T) {
	db := dbtest.SQLite(t)
	clk := peopletest.Clock(t)
	write(t, db, clk, invitation("nobody@example.org"))
	sender := mail.NewSender(db, clk, func(context.Context, mail.Mail) error {
		return fmt.Errorf("handing it over: %w", mail.Permanent(errors.New("no such mailbox")))
	}, quiet())
	if _, err := sender.SendDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept := only(t, db, clk); kept.State != mail.Failed || kept.Tries != 1 {
		t.Fatalf("kept %+v", kept)
	}
}

func TestSeveralSendersSendEachMailOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		clk := peopletest.Clock(t)
		const mails = 20
		for i := range mails {
			write(t, db, clk, invitation(fmt.Sprintf("person%d@example.org", i)))
		}
		var carried atomic.Int64
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				sender := mail.NewSender(db, clk, func(context.Context, mail.Mail) error {
					carried.Add(1)
					return nil
				}, quiet())
				if _, err := sender.SendDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if carried.Load() != mails {
			t.Fatalf("%d mails went %d times", mails, carried.Load())
		}
	})
}

func TestAClaimThatIsLeftRunsOut(t *testing.T) {
	db := dbtest.SQLite(t)
	clk := peopletest.Clock(t)
	write(t, db, clk, invitation("sian@example.org"))
	ctx, stop := context.WithCancel(t.Context())
	dying := mail.NewSender(db, clk, func(context.Context, mail.Mail) error {
		panic("pulled the plug")
	}, quiet())
	func() {
		defer func() { _ = recover() }()
		_, _ = dying.SendDue(ctx)
	}()
	stop()
	next := mail.NewSender(db, clk, func(context.Context, mail.Mail) error { return nil }, quiet())
	if sent, err := next.SendDue(t.Context()); sent != 0 || err != nil {
		t.Fatalf("a claimed mail went: %d, %v", sent, err)
	}
	clk.Set(clk.Now().Add(6 * time.Minute))
	if sent, err := next.SendDue(t.Context()); sent != 1 || err != nil {
		t.Fatalf("an abandoned mail did not go: %d, %v", sent, err)
	}
}

func TestAddresses(t *testing.T) {
	for address, good := range map[string]bool{
		"amina.yusuf@example.org": true, "o'neill+cpd@example.org": true, "siân@example.org": true, "": false, "amina": false,
		"Amina <amina@example.org>": false, "amina@example.org\r\nBcc: all@example.org": false, "a@b.org, c@d.org": false,
		"amina@example.org\n": false, strings.Repeat("a", 250) + "@example.org": false,
	} {
		if err := mail.CheckAddress(address); (err == nil) != good {
			t.Errorf("CheckAddress(%q) = %v", address, err)
		}
	}
}

// settle sends what is in the outbox with the transport that the settings name.
func settle(t *testing.T, db *database.DB, clk *clock.Clock, change func(*config.Settings)) {
	t.Helper()
	settings, err := config.Read(nil, change)
	if err != nil {
		t.Fatal(err)
	}
	carry, err := mail.TransportFor(settings)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := mail.NewSender(db, clk, carry, quiet()).SendDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, m := range must(mail.NewOutbox(db, clk).Latest(t.Context(), 10)) {
		if m.State != mail.Sent {
			t.Fatalf("not sent: %+v", m)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestDevelopmentMailIsAFileToRead(t *testing.T) {
	db := dbtest.SQLite(t)
	clk := peopletest.Clock(t)
	nasty := invitation("sian@example.org")
	nasty.Subject = "Hello\r\nBcc: all@example.org"
	nasty.ToName = "Siân\nBcc: all@example.org"
	write(t, db, clk, nasty)
	folder := filepath.Join(t.TempDir(), "mail")
	settle(t, db, clk, func(s *config.Settings) { s.MailFolder = folder })

	files := must(filepath.Glob(filepath.Join(folder, "*.eml")))
	if len(files) != 1 || !strings.Contains(files[0], "-invitation-") {
		t.Fatalf("files %q", files)
	}
	content := must(os.ReadFile(files[0]))
	if !strings.Contains(string(content), "http://learning.example/invitation/abc_DEF-123\r\n") {
		t.Fatalf("the link is not there to copy:\n%s", content)
	}
	m := must(netmail.ReadMessage(strings.NewReader(string(content))))
	if m.Header.Get("Bcc") != "" {
		t.Fatal("a header was injected")
	}
	decode := new(mime.WordDecoder)
	if subject := must(decode.DecodeHeader(m.Header.Get("Subject"))); subject != "Hello Bcc: all@example.org" {
		t.Fatalf("subject %q", subject)
	}
	to := must(m.Header.AddressList("To"))
	if len(to) != 1 || to[0].Name != "Siân Bcc: all@example.org" || to[0].Address != "sian@example.org" {
		t.Fatalf("to %+v", to)
	}
	if from := must(m.Header.AddressList("From")); from[0].Name != "Learning Year" {
		t.Fatalf("from %+v", from)
	}
	if at := must(m.Header.Date()); !at.Equal(clk.Now()) {
		t.Fatalf("dated %v", at)
	}
}

// sink is a mail server that takes one mail.
func sink(t *testing.T) (addr string, got <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	mails := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		in := bufio.NewReader(conn)
		say := func(line string) { fmt.Fprint(conn, line+"\r\n") }
		say("220 sink")
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
			case "EHLO":
				say("250-sink\r\n250 8BITMIME")
			case "DATA":
				say("354 go on")
				var body strings.Builder
				for {
					line, err := in.ReadString('\n')
					if err != nil || line == ".\r\n" {
						break
					}
					body.WriteString(line)
				}
				mails <- body.String()
				say("250 taken")
			case "QUIT":
				say("221 bye")
				return
			default:
				say("250 fine")
			}
		}
	}()
	return listener.Addr().String(), mails
}

func TestMailGoesToAServer(t *testing.T) {
	db := dbtest.SQLite(t)
	clk := peopletest.Clock(t)
	write(t, db, clk, invitation("sian@example.org"))
	addr, got := sink(t)
	settle(t, db, clk, func(s *config.Settings) { s.SMTP = "smtp://" + addr })
	content := <-got
	if !strings.Contains(content, "Content-Transfer-Encoding: quoted-printable") || !strings.Contains(content, "To: =?utf-8?q?Si=C3=A2n_Howell?= <sian@example.org>") {
		t.Fatal(content)
	}
}

func TestAServerThatIsAwayIsTriedAgain(t *testing.T) {
	db := dbtest.SQLite(t)
	clk := peopletest.Clock(t)
	write(t, db, clk, invitation("sian@example.org"))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	listener.Close()
	carry, err := mail.SMTP("smtp://"+addr, netmail.Address{Address: "learning-year@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := mail.NewSender(db, clk, carry, quiet()).SendDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept := only(t, db, clk); kept.State != mail.Queued || kept.LastError == "" || !kept.DueAt.After(clk.Now()) {
		t.Fatalf("kept %+v", kept)
	}
}

func TestOldMailIsPurgedAndQueuedMailIsNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		clk := peopletest.Clock(t)
		write(t, db, clk, invitation("sian@example.org"))
		sender := mail.NewSender(db, clk, func(context.Context, mail.Mail) error { return nil }, quiet())
		_ = must(sender.SendDue(t.Context()))
		write(t, db, clk, invitation("amina@example.org"))
		outbox := mail.NewOutbox(db, clk)
		if gone := must(outbox.Purge(t.Context(), clk.Now().Add(time.Hour))); gone != 1 {
			t.Fatalf("%d gone", gone)
		}
		if counts := must(outbox.Counts(t.Context())); counts[mail.Queued] != 1 || counts[mail.Sent] != 0 {
			t.Fatalf("left %v", counts)
		}
	})
}

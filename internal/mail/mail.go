// Package mail is the outbox: a service writes a mail in the transaction of the
// act that it tells of, and a sender delivers it afterwards, more than once if it
// must. Mail is plain text. Nobody's own words about their learning may enter:
// a mail says that there is something to read, and where.
package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"learningyear/internal/clock"
	"learningyear/internal/database"
)

// State is how far a mail has come.
type State string

// The states of a mail: queued until it went, or until the last try failed.
const (
	Queued State = "queued"
	Sent   State = "sent"
	Failed State = "failed"
)

// Message is a mail as a service writes it.
type Message struct {
	// Kind names the occasion, such as "invitation": for lists and for tests.
	Kind string
	// ToName is the person's name as they write it; it may be empty.
	ToName string
	// To is the address alone.
	To      string
	Subject string
	// Text is the whole body, lines ended by \n.
	Text string
}

// Mail is a kept message.
type Mail struct {
	ID        string
	Kind      string
	ToName    string
	ToAddress string
	Subject   string
	// Body is emptied once the mail went or failed for good, since it may hold a
	// link that opens an account.
	Body  string
	State State
	// Tries counts the deliveries begun.
	Tries int
	// At is when it was written, DueAt when it is to be tried next.
	At        time.Time
	DueAt     time.Time
	SentAt    *time.Time
	LastError string
}

// TableName is the table of mails.
func (Mail) TableName() string { return "mails" }

// Limits of a mail, in characters; longer names and subjects are cut.
const (
	nameMax    = 120
	subjectMax = 200
	textMax    = 20_000
)

// maxTries bounds the deliveries; with the waits between them that takes most of a day.
const maxTries = 14

// wait is how long to wait after the given number of tries: a minute, then
// twice as long each time, at most three hours.
func wait(tries int) time.Duration {
	const longest = 3 * time.Hour
	if tries > 8 {
		return longest
	}
	return min(time.Minute<<max(tries-1, 0), longest)
}

// ErrAddress says that a mail cannot go to what was given as an address.
var ErrAddress = errors.New("this is no email address")

// CheckAddress is nil for an address that mail can be sent to: the address
// alone, without a name, in one line.
func CheckAddress(address string) error {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || strings.ContainsAny(address, "\r\n\x00 ") || len(address) > 254 {
		return ErrAddress
	}
	return nil
}

// oneLine makes a header's text: no line ends or other control characters, so
// that nothing typed can begin a header of its own, and not too long.
func oneLine(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > limit {
		text = strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return text
}

// Outbox keeps the mails.
type Outbox struct {
	db    *database.DB
	clock *clock.Clock
}

// NewOutbox makes the outbox over a database.
func NewOutbox(db *database.DB, c *clock.Clock) *Outbox { return &Outbox{db, c} }

var errOutside = errors.New("a mail was written outside a transaction")

// Write queues mails in the transaction of ctx: they go out if and only if the
// transaction commits.
func (o *Outbox) Write(ctx context.Context, messages ...Message) error {
	const batch = 100
	if !database.InTransaction(ctx) {
		return errOutside
	}
	now := o.clock.Now()
	rows := make([]Mail, len(messages))
	for i, m := range messages {
		if err := m.check(); err != nil {
			return err
		}
		rows[i] = Mail{
			ID: o.clock.NewKey(), Kind: m.Kind, ToName: oneLine(m.ToName, nameMax), ToAddress: m.To,
			Subject: oneLine(m.Subject, subjectMax), Body: m.Text, State: Queued, At: now, DueAt: now,
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := o.db.From(ctx).CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("queueing mail: %w", err)
	}
	return nil
}

func (m Message) check() error {
	if err := CheckAddress(m.To); err != nil {
		return fmt.Errorf("writing a mail to %q: %w", m.To, err)
	}
	if utf8.RuneCountInString(m.Text) > textMax || !utf8.ValidString(m.Text) || strings.ContainsRune(m.Text, 0) {
		return fmt.Errorf("the text of the mail %q cannot be sent", m.Kind)
	}
	return nil
}

// Latest lists mails, the newest first, at most limit.
func (o *Outbox) Latest(ctx context.Context, limit int) ([]Mail, error) {
	var out []Mail
	if err := o.db.From(ctx).Order("at DESC, id DESC").Limit(limit).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("reading the outbox: %w", err)
	}
	return out, nil
}

// Counts says how many mails stand in each state.
func (o *Outbox) Counts(ctx context.Context) (map[State]int, error) {
	var rows []struct {
		State State
		N     int
	}
	err := o.db.From(ctx).Raw("SELECT state, COUNT(*) AS n FROM mails GROUP BY state").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting mails: %w", err)
	}
	out := map[State]int{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out, nil
}

// Purge forgets mails that went or failed before then, and says how many.
func (o *Outbox) Purge(ctx context.Context, before time.Time) (int, error) {
	var gone int64
	err := o.db.InTx(ctx, func(ctx context.Context) error {
		result := o.db.From(ctx).Exec("DELETE FROM mails WHERE state <> ? AND at < ?", Queued, before.UTC())
		gone = result.RowsAffected
		return result.Error
	})
	if err != nil {
		return 0, fmt.Errorf("purging the outbox: %w", err)
	}
	return int(gone), nil
}

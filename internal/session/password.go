package session

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// Lengths of a password, in characters as people count them.
const (
	PasswordMin = 12
	PasswordMax = 128
)

// commonList holds passwords that many people choose and that guessing begins
// with: one a line, in small letters. The short ones count with digits behind them.
//
//go:embed common.txt
var commonList string

// normalPassword is the one form of a password: keyboards differ in how they
// compose letters with accents.
func normalPassword(typed string) string { return norm.NFC.String(typed) }

// CheckPassword says what is wrong with a new password, as a problem of the
// named field; nil where it will do. There are no rules of capitals and digits:
// length is what counts, and that it is not easy to guess.
func CheckPassword(field, typed string, p people.Person) error {
	var c fault.Collector
	c.Text(field, "The password", typed, PasswordMax)
	if err := c.Err(); err != nil {
		return err
	}
	password := normalPassword(typed)
	switch {
	case typed == "":
		c.Add(field, "Enter a password")
	case utf8.RuneCountInString(password) < PasswordMin:
		c.Add(field, fmt.Sprintf("The password must be %d characters or more. Three words that belong together for you do well", PasswordMin))
	case isCommon(password):
		c.Add(field, "Many people use this password, so it is easy to guess. Choose another")
	case isOwn(password, p):
		c.Add(field, "The password is too close to your name or email address. Choose another")
	}
	return c.Err()
}

// isCommon finds passwords of the list, also with a few digits or signs put at
// the end, and those that go on repeating a few characters.
func isCommon(password string) bool {
	small := strings.ToLower(password)
	bare := strings.TrimRightFunc(small, func(r rune) bool { return !unicode.IsLetter(r) })
	for line := range strings.Lines(commonList) {
		if common := strings.TrimSpace(line); common != "" && (common == small || common == bare) {
			return true
		}
	}
	return repeats(small)
}

// repeats finds passwords of fewer than five different characters, and those
// that are one short piece over and over.
func repeats(password string) bool {
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	if len(different) < 5 {
		return true
	}
	runes := []rune(password)
	for length := 1; length <= len(runes)/2; length++ {
		piece := string(runes[:length])
		if strings.HasPrefix(strings.Repeat(piece, len(runes)/length+1), password) && length <= 6 {
			return true
		}
	}
	return false
}

// isOwn finds passwords that are little more than the person's name or address:
// what is left without them is shorter than half of what is asked for.
func isOwn(password string, p people.Person) bool {
	rest := strings.ToLower(password)
	address := strings.ToLower(p.EmailAddress())
	local, host, _ := strings.Cut(address, "@")
	pieces := []string{address, strings.ToLower(p.Name), local, host}
	for _, text := range []string{p.Name, p.KnownAs, local, host} {
		pieces = append(pieces, strings.FieldsFunc(strings.ToLower(normalPassword(text)), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		})...)
	}
	found := false
	for _, piece := range pieces {
		if utf8.RuneCountInString(piece) >= 3 && strings.Contains(rest, piece) {
			rest, found = strings.ReplaceAll(rest, piece, ""), true
		}
	}
	return found && utf8.RuneCountInString(rest) < PasswordMin/2
}

// hasher makes and compares password hashes, a few at a time: each takes 19 MiB
// and a core, and a crowd at nine in the morning must not take them all.
type hasher struct {
	params argon2id.Params
	turns  chan struct{}
	// worked counts the hashes made or compared.
	worked atomic.Int64
}

func newHasher() *hasher {
	return &hasher{
		params: argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		turns:  make(chan struct{}, max(2, runtime.NumCPU())),
	}
}

// decoy is compared with where there is no password, so that the answer takes as
// long as with one. No password is known for it.
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$Twj4gVMwxjV8R6gTFXe59A$wPUSzbl6I6S+qEgejhWk0CsKiqb5pqYPJammo8rN20c"

// turn waits until few enough others are at work, and returns what ends the turn.
func (h *hasher) turn(ctx context.Context) (func(), error) {
	select {
	case h.turns <- struct{}{}:
		h.worked.Add(1)
		return func() { <-h.turns }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to work on a password: %w", ctx.Err())
	}
}

// make hashes a password for keeping.
func (h *hasher) make(ctx context.Context, typed string) (string, error) {
	end, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer end()
	hash, err := argon2id.CreateHash(normalPassword(typed), &h.params)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return hash, nil
}

// fits says whether the password is the one of the hash. With no hash the answer
// is no, after the same work. Outdated says that the hash was made with less care
// than today's.
func (h *hasher) fits(ctx context.Context, typed string, kept *string) (fits, outdated bool, err error) {
	end, err := h.turn(ctx)
	if err != nil {
		return false, false, err
	}
	defer end()
	// Nothing longer was ever kept, and hashing it would only cost.
	if utf8.RuneCountInString(typed) > PasswordMax {
		typed, kept = "", nil
	}
	hash := decoy
	if kept != nil {
		hash = *kept
	}
	same, params, err := argon2id.CheckHash(normalPassword(typed), hash)
	if err != nil {
		return false, false, fmt.Errorf("comparing a password: %w", err)
	}
	return same && kept != nil, *params != h.params, nil
}

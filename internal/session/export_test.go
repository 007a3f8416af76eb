package session

import "learningyear/internal/mail"

// HashWork is how many password hashes were made or compared so far.
func (s *Service) HashWork() int64 { return s.passwords.worked.Load() }

// MailBox is the outbox that the service writes to.
func (s *Service) MailBox() *mail.Outbox { return s.outbox }

// After is the state after an act of the table, by the act's words.
func (s State) After(did string) (State, bool) { return s.after(act(did)) }

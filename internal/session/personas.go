package session

import (
	"context"
	"fmt"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// Persona is somebody whom a visitor of the demonstration may be.
type Persona struct {
	PersonID string `gorm:"primaryKey"`
	// Label says what they are, such as "Sessional tutor".
	Label string
	// Hint is one line about what to try as them.
	Hint     string
	Position int
}

// TableName is the table of personas.
func (Persona) TableName() string { return "demo_personas" }

// personasMax bounds the list.
const personasMax = 50

// Personas lists whom a visitor may be. In a database that is no demonstration
// there is no such page.
func (s *Service) Personas(ctx context.Context) ([]Persona, error) {
	settings, err := s.organisation.Load(ctx)
	if err != nil {
		return nil, err
	}
	if !settings.Demonstration {
		return nil, fault.NewNotFound("page")
	}
	var out []Persona
	if err := s.db.From(ctx).Order("position, person_id").Limit(personasMax).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("reading whom a visitor may be: %w", err)
	}
	return out, nil
}

// KeepPersonas replaces the list, in the order given: for the maker of the
// demonstration, which calls it in its own transaction or outside any.
func (s *Service) KeepPersonas(ctx context.Context, personas []Persona) error {
	kept := make([]Persona, len(personas))
	for i, p := range personas {
		kept[i] = p
		kept[i].Position = i + 1
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.From(ctx).Exec("DELETE FROM demo_personas").Error; err != nil {
			return fmt.Errorf("replacing whom a visitor may be: %w", err)
		}
		if len(kept) == 0 {
			return nil
		}
		if err := s.db.From(ctx).Create(&kept).Error; err != nil {
			return fmt.Errorf("keeping whom a visitor may be: %w", err)
		}
		return nil
	})
}

// LoadAccounts takes in accounts without a password, active at once, with when they
// were used last: for the demonstration, which only the operator makes. Nobody
// signs in by password to such an account; [Service.SignInAs] enters it.
func (s *Service) LoadAccounts(ctx context.Context, accounts []Account) error {
	if !actor.From(ctx).System {
		return fault.NewForbidden("Only the operator's command line can do this")
	}
	if len(accounts) == 0 {
		return nil
	}
	const batch = 200
	rows := make([]Account, len(accounts))
	for i, a := range accounts {
		rows[i] = Account{PersonID: a.PersonID, State: Active, CreatedAt: s.clock.Now(), LastSignInAt: a.LastSignInAt, Version: 1}
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.From(ctx).CreateInBatches(rows, batch).Error; err != nil {
			return fmt.Errorf("making accounts: %w", err)
		}
		for _, a := range rows {
			e := trail.Event{Record: trailRecord, RecordID: a.PersonID, Act: "loaded", SubjectID: a.PersonID}
			if err := s.trail.Write(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

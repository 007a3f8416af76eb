package people

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
)

// loadStructure reads everything that may hold on the day: eight queries,
// however many people there are.
func (s *Service) loadStructure(ctx context.Context, on calendar.Date) (Structure, error) {
	var out Structure
	db := s.db.From(ctx)
	live := func(to any) *gorm.DB {
		return db.Where("from_date <= ? AND (to_date IS NULL OR to_date >= ?)", on, on).Order("from_date, id").Find(to)
	}
	reads := []struct {
		what string
		read func() *gorm.DB
	}{
		{"units", func() *gorm.DB { return live(&out.Units) }},
		{"posts", func() *gorm.DB { return live(&out.Posts) }},
		{"persons", func() *gorm.DB { return db.Find(&out.Persons) }},
		{"appointments", func() *gorm.DB { return live(&out.Appointments) }},
		{"overrides", func() *gorm.DB { return live(&out.Overrides) }},
		{"delegates", func() *gorm.DB { return live(&out.Delegates) }},
		{"partnerships", func() *gorm.DB { return live(&out.Partnerships) }},
		{"offices", func() *gorm.DB { return live(&out.Offices) }},
	}
	for _, r := range reads {
		if err := r.read().Error; err != nil {
			return Structure{}, fmt.Errorf("reading %s: %w", r.what, err)
		}
	}
	return out, nil
}

func (s *Service) structureVersion(ctx context.Context) (int64, error) {
	var version int64
	err := s.db.From(ctx).Raw("SELECT version FROM structure WHERE id = 1").Scan(&version).Error
	if err != nil {
		return 0, fmt.Errorf("reading the version of the structure: %w", err)
	}
	return version, nil
}

// touchStructure tells every replica, when the transaction commits, that charts
// drawn before are out of date. Every write to the tables of this package calls it.
func (s *Service) touchStructure(ctx context.Context) error {
	return database.BeforeCommit(ctx, "people.structure", func(ctx context.Context) error {
		return s.db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	})
}

// Package organisation holds what an organisation sets for itself: when its
// learning year begins, what everybody is entitled to, whom to call. Nothing
// about single people may enter.
package organisation

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm/clause"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
)

// Settings are an organisation's own, with the policy's numbers as defaults.
type Settings struct {
	// Demonstration marks a database in which nobody is a real person.
	Demonstration bool
	// Phone is where the CPD coordinator is reached.
	Phone string
	// YearStart is the day on which a learning year begins.
	YearStart calendar.YearStart
	// HalfDays of off-the-job learning are everybody's in a whole year: at least
	// 3 days in the policy, so 6.
	HalfDays int
	// DayMinutes is the length of a day off the job, in minutes.
	DayMinutes int
	// Interviews with the learning partner are everybody's in a whole year: at
	// least 3 in the policy.
	Interviews int
	// ProRata gives those who are here for part of a year the like part of the
	// days; never less than FloorHalfDays.
	ProRata bool
	// FloorHalfDays is the least that anybody is entitled to, in half-days.
	FloorHalfDays int
	// MostReports is how many people one line manager should have at most. Who has
	// more is listed, and nothing is refused.
	MostReports int
}

// Defaults are the policy's.
func Defaults() Settings {
	return Settings{
		YearStart: calendar.September, HalfDays: 6, DayMinutes: 360, Interviews: 3, ProRata: true, FloorHalfDays: 1, MostReports: 12,
	}
}

type setting struct {
	Key   string
	Value string
}

func (setting) TableName() string { return "settings" }

// Store keeps the settings.
type Store struct{ db *database.DB }

// NewStore makes the store.
func NewStore(db *database.DB) *Store { return &Store{db} }

// Load reads the settings; what was never set has its default. With a context of
// [Remember] they are read once.
func (s *Store) Load(ctx context.Context) (Settings, error) {
	return remembered(ctx, func() (Settings, error) { return s.read(ctx) })
}

func (s *Store) read(ctx context.Context) (Settings, error) {
	var rows []setting
	if err := s.db.From(ctx).Limit(100).Find(&rows).Error; err != nil {
		return Settings{}, fmt.Errorf("reading the organisation's settings: %w", err)
	}
	out := Defaults()
	for _, r := range rows {
		if err := out.take(r.Key, r.Value); err != nil {
			return Settings{}, err
		}
	}
	return out, nil
}

func (s *Settings) take(key, value string) error {
	var err error
	switch key {
	case "demonstration":
		s.Demonstration = value == "yes"
	case "phone":
		s.Phone = value
	case "year start":
		var at time.Time
		at, err = time.Parse("01-02", value)
		s.YearStart = calendar.YearStart{Month: at.Month(), Day: at.Day()}
	case "half days":
		s.HalfDays, err = strconv.Atoi(value)
	case "day minutes":
		s.DayMinutes, err = strconv.Atoi(value)
	case "interviews":
		s.Interviews, err = strconv.Atoi(value)
	case "pro rata":
		s.ProRata = value == "yes"
	case "floor half days":
		s.FloorHalfDays, err = strconv.Atoi(value)
	case "most reports":
		s.MostReports, err = strconv.Atoi(value)
	}
	if err != nil {
		return fmt.Errorf("the setting %q cannot be %q: %w", key, value, err)
	}
	return nil
}

// Save keeps the settings, all of them.
func (s *Store) Save(ctx context.Context, o Settings) error {
	rows := []setting{
		{"demonstration", yesNo(o.Demonstration)}, {"phone", o.Phone},
		{"year start", fmt.Sprintf("%02d-%02d", o.YearStart.Month, o.YearStart.Day)},
		{"half days", strconv.Itoa(o.HalfDays)}, {"day minutes", strconv.Itoa(o.DayMinutes)},
		{"interviews", strconv.Itoa(o.Interviews)}, {"pro rata", yesNo(o.ProRata)},
		{"floor half days", strconv.Itoa(o.FloorHalfDays)}, {"most reports", strconv.Itoa(o.MostReports)},
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		err := s.db.From(ctx).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "key"}}, DoUpdates: clause.AssignmentColumns([]string{"value"}),
		}).Create(&rows).Error
		if err != nil {
			return fmt.Errorf("keeping the organisation's settings: %w", err)
		}
		return nil
	})
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// EntitledHalfDays is how many half-days off the job are a person's in the year,
// who is here for the given part of it. Hours do not count: part-timers and
// sessional staff are entitled to as much as everybody.
func (s Settings) EntitledHalfDays(year calendar.LearningYear, here calendar.Period) int {
	if !s.ProRata {
		return s.HalfDays
	}
	from, to := here.From, here.To
	if from.Before(year.From()) {
		from = year.From()
	}
	if to.IsZero() || to.After(year.To()) {
		to = year.To()
	}
	if to.Before(from) {
		return 0
	}
	days := calendar.Period{From: from, To: to}.Days()
	whole := year.Period().Days()
	// Rounded up, in the person's favour.
	return max((s.HalfDays*days+whole-1)/whole, s.FloorHalfDays)
}

package people

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/fault"
)

// loadStructure reads everything that may hold on the day, units and posts
// as they were on it: eight queries, however many people there are.
func (s *Service) loadStructure(ctx context.Context, on calendar.Date) (Structure, error) {
	var out Structure
	db := s.db.From(ctx)
	live := func(to any) *gorm.DB {
		return db.Where("from_date <= ? AND (to_date IS NULL OR to_date >= ?)", on, on).Order("from_date, id").Find(to)
	}
	var units []unitRow
	var posts []postRow
	reads := []struct {
		what string
		read func() *gorm.DB
	}{
		{"units", func() *gorm.DB { return asAt(db, "units", "unit_id", unitWas, on).Scan(&units) }},
		{"posts", func() *gorm.DB { return asAt(db, "posts", "post_id", postWas, on).Scan(&posts) }},
		{"persons", func() *gorm.DB { return db.Find(&out.Persons) }},
		{"appointments", func() *gorm.DB { return live(&out.Appointments) }},
		{"overrides", func() *gorm.DB { return live(&out.Overrides) }},
		{"delegates", func() *gorm.DB { return live(&out.Delegates) }},
		{"partnerships", func() *gorm.DB {
			return db.Where("from_date <= ? AND (to_date IS NULL OR to_date >= ?)", on, on.AddDays(-partingsKnown)).
				Order("from_date, id").Find(&out.Partnerships)
		}},
		{"offices", func() *gorm.DB { return live(&out.Offices) }},
	}
	for _, r := range reads {
		if err := r.read().Error; err != nil {
			return Structure{}, fmt.Errorf("reading %s: %w", r.what, err)
		}
	}
	for _, r := range units {
		out.Units = append(out.Units, r.then())
	}
	out.Posts = make([]Post, 0, len(posts))
	for _, r := range posts {
		out.Posts = append(out.Posts, r.then())
	}
	out.tidy()
	return out, nil
}

// tidy keeps the texts once that many rows have.
func (s *Structure) tidy() {
	known := wordbook{}
	for i := range s.Units {
		known.word(s.Units[i].ID)
	}
	for i := range s.Posts {
		known.post(&s.Posts[i])
	}
	for i := range s.Persons {
		known.person(&s.Persons[i])
	}
	for i := range s.Appointments {
		known.appointment(&s.Appointments[i])
	}
}

// partingsKnown is for how many days a chart knows of partnerships that have ended:
// who held an interview while they were the partner writes it up afterwards.
const partingsKnown = 400

// unitRow is a unit with what it was on the day, where that was something else.
type unitRow struct {
	Unit
	Was UnitBefore `gorm:"embedded;embeddedPrefix:was_"`
}

const unitWas = "f.unit_id AS was_unit_id, f.kind AS was_kind, f.name AS was_name, f.parent_id AS was_parent_id, f.lead_post_id AS was_lead_post_id"

func (r unitRow) then() Unit {
	if r.Was.UnitID == "" {
		return r.Unit
	}
	return r.as(r.Was)
}

// postRow is a post with what it was on the day, where that was something else.
type postRow struct {
	Post
	Was PostBefore `gorm:"embedded;embeddedPrefix:was_"`
}

const postWas = "f.post_id AS was_post_id, f.unit_id AS was_unit_id, f.title AS was_title, f.grade AS was_grade, f.reports_to_id AS was_reports_to_id"

func (r postRow) then() Post {
	if r.Was.PostID == "" {
		return r.Post
	}
	return r.as(r.Was)
}

// asAt reads the rows of a table that hold on the day, each with the state before
// that held on it: the first of those that held until the day or longer.
func asAt(db *gorm.DB, table, key, was string, on calendar.Date) *gorm.DB {
	return db.Table(table+" AS x").Select("x.*, "+was).
		Joins("LEFT JOIN (SELECT "+key+", MIN(until_date) AS until_date FROM former_"+table+" WHERE until_date >= ? GROUP BY "+key+") AS m ON m."+key+" = x.id", on).
		Joins("LEFT JOIN former_"+table+" AS f ON f."+key+" = m."+key+" AND f.until_date = m.until_date").
		Where("x.from_date <= ? AND (x.to_date IS NULL OR x.to_date >= ?)", on, on).Order("x.from_date, x.id")
}

func (s *Service) structureVersion(ctx context.Context) (int64, error) {
	var version int64
	err := s.db.From(ctx).Raw("SELECT version FROM structure WHERE id = 1").Scan(&version).Error
	if err != nil {
		return 0, fmt.Errorf("reading the version of the structure: %w", err)
	}
	return version, nil
}

// touchStructure counts the structure's version up, so that every replica knows
// when the transaction commits that charts drawn before are out of date. Every
// write to the tables of this package begins with it: the row's lock lets one
// change of structure through at a time, so that short names and what else is
// unique can be looked for first, and is always taken before the trail's.
func (s *Service) touchStructure(ctx context.Context) error {
	if stillFrom(ctx) != nil {
		return errors.New("the structure is to stand still here: see StandStill")
	}
	before := changes(ctx)
	if *before {
		return nil
	}
	*before = true
	if err := s.db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error; err != nil {
		return fmt.Errorf("counting the change of structure: %w", err)
	}
	return nil
}

// touched says whether the transaction of ctx has changed the structure.
func touched(ctx context.Context) bool { return *changes(ctx) }

func changes(ctx context.Context) *bool {
	return database.Pending(ctx, "people.structure", func() *bool { return new(bool) })
}

// loadAll reads all that loadRows does, and what units and posts were before.
func (s *Service) loadAll(ctx context.Context) (Structure, error) {
	out, err := s.loadRows(ctx)
	if err != nil {
		return Structure{}, err
	}
	db := s.db.From(ctx)
	for what, to := range map[string]any{"what units were before": &out.UnitsBefore, "what posts were before": &out.PostsBefore} {
		if err := db.Order("until_date").Find(to).Error; err != nil {
			return Structure{}, fmt.Errorf("reading %s: %w", what, err)
		}
	}
	return out, nil
}

// loadRows reads every unit, post, person, appointment and office there ever was.
// What a chart that is kept says too is held once for both.
func (s *Service) loadRows(ctx context.Context) (Structure, error) {
	var out Structure
	known, chart := wordbook{}, s.keptToday()
	err := errors.Join(
		readAll(ctx, s, "units", &out.Units, func(u *Unit) string {
			u.ID = known.word(u.ID)
			return u.ID
		}),
		readAll(ctx, s, "posts", &out.Posts, func(p *Post) string {
			p.share(chart.posts[p.ID])
			known.post(p)
			return p.ID
		}),
		readAll(ctx, s, "persons", &out.Persons, func(p *Person) string {
			p.share(chart.persons[p.ID])
			known.person(p)
			return p.ID
		}),
		readAll(ctx, s, "appointments", &out.Appointments, func(a *Appointment) string {
			for _, same := range chart.appointments[a.PersonID] {
				share(&a.ID, same.ID)
			}
			known.appointment(a)
			return a.ID
		}),
		readAll(ctx, s, "offices", &out.Offices, func(o *Office) string { return o.ID }),
	)
	if err != nil {
		return Structure{}, err
	}
	return out, nil
}

// wordbook keeps each of many equal texts once.
type wordbook map[string]string

func (b wordbook) word(text string) string {
	if kept, there := b[text]; there {
		return kept
	}
	b[text] = text
	return text
}

func (b wordbook) post(p *Post) {
	p.ID, p.UnitID, p.Grade = b.word(p.ID), b.word(p.UnitID), b.word(p.Grade)
	if p.ReportsToID != nil {
		*p.ReportsToID = b.word(*p.ReportsToID)
	}
}

func (b wordbook) person(p *Person) {
	p.ID = b.word(p.ID)
	shareKey(&p.EmailKey, p.Email)
}

func (b wordbook) appointment(a *Appointment) {
	a.PersonID, a.PostID, a.Kind = b.word(a.PersonID), b.word(a.PostID), AppointmentKind(b.word(string(a.Kind)))
}

// share lets a text be the memory of another one that is equal.
func share(text *string, with string) {
	if *text == with {
		*text = with
	}
}

func shareKey(text **string, with *string) {
	if *text != nil && with != nil && **text == *with {
		*text = with
	}
}

func (p *Post) share(with *Post) {
	if with == nil {
		return
	}
	share(&p.ID, with.ID)
	share(&p.Title, with.Title)
	shareKey(&p.Reference, with.Reference)
}

func (p *Person) share(with *Person) {
	if with == nil {
		return
	}
	share(&p.ID, with.ID)
	share(&p.Name, with.Name)
	share(&p.Slug, with.Slug)
	shareKey(&p.Email, with.Email)
	shareKey(&p.EmailKey, with.EmailKey)
	shareKey(&p.EmployeeNumber, with.EmployeeNumber)
}

// readAll reads a table in the order of its keys, a part at a time so that very
// many rows are not held twice. Tidy is handed each row and gives its key.
func readAll[T any](ctx context.Context, s *Service, what string, into *[]T, tidy func(*T) string) error {
	const most = 5000
	for last, full := "", true; full; {
		var part []T
		q := s.db.From(ctx).Order("id").Limit(most)
		if last != "" {
			q = q.Where("id > ?", last)
		}
		if err := q.Find(&part).Error; err != nil {
			return fmt.Errorf("reading %s: %w", what, err)
		}
		for i := range part {
			last = tidy(&part[i])
		}
		*into = append(*into, part...)
		full = len(part) == most
	}
	return nil
}

// loadRelations reads everything that there ever was between persons.
func (s *Service) loadRelations(ctx context.Context, out *Structure) error {
	db := s.db.From(ctx)
	for what, to := range map[string]any{
		"named managers": &out.Overrides, "delegates": &out.Delegates, "partnerships": &out.Partnerships, "offices": &out.Offices,
	} {
		if err := db.Order("from_date, id").Find(to).Error; err != nil {
			return fmt.Errorf("reading %s: %w", what, err)
		}
	}
	return nil
}

// one reads the row with the key, or answers that there is no such thing.
func one[T any](ctx context.Context, s *Service, thing, id string) (T, error) {
	if !isKey(id) { // PostgreSQL fails on what is no key at all
		return *new(T), fault.NewNotFound(thing)
	}
	return only[T](ctx, s, thing, "id = ?", id)
}

func isKey(id string) bool { return len(id) == 36 && uuid.Validate(id) == nil }

// only reads the one row that fits, or answers that there is no such thing.
func only[T any](ctx context.Context, s *Service, thing, where string, args ...any) (T, error) {
	var rows []T
	if err := s.db.From(ctx).Where(where, args...).Order("id").Limit(1).Find(&rows).Error; err != nil {
		return *new(T), fmt.Errorf("reading a %s: %w", thing, err)
	}
	if len(rows) == 0 {
		return *new(T), fault.NewNotFound(thing)
	}
	return rows[0], nil
}

// some reads the rows that fit, oldest first, at most bound.
func some[T any](ctx context.Context, s *Service, what, where string, args ...any) ([]T, error) {
	var rows []T
	if err := s.db.From(ctx).Where(where, args...).Order("from_date, id").Limit(bound).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	return rows, nil
}

// bound is the longest list read of what belongs to one person, post or unit.
const bound = 2000

// exists says whether a row fits.
func exists[T any](ctx context.Context, s *Service, where string, args ...any) (bool, error) {
	var n int64
	if err := s.db.From(ctx).Model(new(T)).Where(where, args...).Limit(1).Count(&n).Error; err != nil {
		return false, fmt.Errorf("looking for a row: %w", err)
	}
	return n > 0, nil
}

// insert keeps a new row.
func (s *Service) insert(ctx context.Context, thing string, row any) error {
	if err := s.db.From(ctx).Create(row).Error; err != nil {
		return fmt.Errorf("keeping a %s: %w", thing, err)
	}
	return nil
}

// slugsLike fills a book with the short names in use that begin like the names
// that are asked for.
func (s *Service) slugsLike(ctx context.Context, table, lastResort string, names ...string) (*slugBook, error) {
	book := newSlugBook()
	for _, base := range append([]string{lastResort}, mapped(names, slugOf)...) {
		if base == "" {
			continue
		}
		var used []string
		err := s.db.From(ctx).Table(table).Where("slug = ? OR slug LIKE ?", base, base+"-%").Pluck("slug", &used).Error
		if err != nil {
			return nil, fmt.Errorf("reading the short names in use: %w", err)
		}
		for _, slug := range used {
			book.hold(slug)
		}
	}
	return book, nil
}

func mapped(in []string, f func(string) string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = f(s)
	}
	return out
}

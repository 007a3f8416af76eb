// Package peopletest puts a small organisation into a test's database: somebody
// for every relation and every office, and strangers to them all. Only tests may
// import it.
//
//	staff := peopletest.Small(t, db)
//	staff.Amina   a sessional tutor in the team Family Learning
//	staff.Ruth    her learning partner, of another team
//	staff.Sian    her colleague in the team
//	staff.Dan     the team's lead, so their line manager
//	staff.Helen   lead of the division Learner Services, so Dan's line manager
//	staff.Priya   CPD coordinator
//	staff.Alex    administrator
//	staff.Grace   auditor
//	staff.Omar    lead of the other division, Business Services: a stranger
//	staff.Tom     of Omar's division: a stranger to all above
//	staff.Iris    has left, on 31 August 2026
//
// All are in their posts from 1 September 2024, and today is meant to be the day
// of [Now], 21 November 2026.
package peopletest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/people"
)

// Staff are the people of the small organisation.
type Staff struct {
	Amina, Ruth, Sian, Dan, Helen, Priya, Alex, Grace, Omar, Tom, Iris people.Person
}

// Now is the instant at which tests stand: half past nine in London on
// Saturday 21 November 2026.
func Now() time.Time { return time.Date(2026, time.November, 21, 9, 30, 0, 0, time.UTC) }

// Clock is a fixed clock at [Now] in London.
func Clock(t testing.TB) *clock.Clock {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return clock.Fixed(Now(), zone)
}

// As is the context of a test in which the person is signed in, with the
// offices named.
func As(t testing.TB, p people.Person, roles ...actor.Role) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{PersonID: p.ID, Name: p.Name, Roles: roles})
}

// small gathers rows, making keys that are the same in every run.
type small struct {
	made  int
	from  calendar.Date
	rows  people.Structure
	posts map[string]string // person → post
}

func (s *small) key() string {
	s.made++
	return fmt.Sprintf("01900000-0000-7000-8000-%012d", s.made)
}

func (s *small) unit(kind people.Kind, name string, above *people.Unit) *people.Unit {
	u := &people.Unit{ID: s.key(), Kind: kind, Name: name, Slug: slug(name), FromDate: s.from, Version: 1}
	if above != nil {
		u.ParentID = &above.ID
	}
	return u
}

func (s *small) person(name, title string, unit *people.Unit) people.Person {
	email := strings.ReplaceAll(slug(name), "-", ".") + "@example.org"
	key := people.EmailKeyOf(email)
	p := people.Person{ID: s.key(), Name: name, Slug: slug(name), Email: &email, EmailKey: &key, StartedOn: s.from, Version: 1}
	post := people.Post{ID: s.key(), UnitID: unit.ID, Title: title, FromDate: s.from, Version: 1}
	s.rows.Persons = append(s.rows.Persons, p)
	s.rows.Posts = append(s.rows.Posts, post)
	s.posts[p.ID] = post.ID
	s.rows.Appointments = append(s.rows.Appointments, people.Appointment{
		ID: s.key(), PersonID: p.ID, PostID: post.ID, FTEThousandths: 600, FromDate: s.from, Version: 1,
	})
	return p
}

func (s *small) lead(u *people.Unit, p people.Person) {
	post := s.posts[p.ID]
	u.LeadPostID = &post
}

func (s *small) office(p people.Person, role actor.Role) {
	s.rows.Offices = append(s.rows.Offices, people.Office{ID: s.key(), PersonID: p.ID, Role: role, FromDate: s.from})
}

func slug(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.NewReplacer("ŵ", "w", "â", "a").Replace(name)), " ", "-")
}

// Small puts the small organisation into the database.
func Small(t testing.TB, db *database.DB) Staff {
	t.Helper()
	s := &small{from: calendar.NewDate(2024, time.September, 1), posts: map[string]string{}}
	whole := s.unit(people.Organisation, "Solent Learning", nil)
	services := s.unit(people.Division, "Learner Services", whole)
	business := s.unit(people.Division, "Business Services", whole)
	family := s.unit(people.TeamUnit, "Family Learning", services)
	english := s.unit(people.TeamUnit, "English and Maths", services)
	office := s.unit(people.TeamUnit, "CPD Office", business)
	finance := s.unit(people.TeamUnit, "Finance", business)

	var out Staff
	out.Amina = s.person("Amina Yusuf", "Sessional tutor", family)
	out.Sian = s.person("Siân Howell", "Tutor", family)
	out.Dan = s.person("Dan Okoro", "Team lead", family)
	out.Ruth = s.person("Ruth Calder", "Tutor", english)
	out.Helen = s.person("Helen Marsh", "Divisional manager", services)
	out.Priya = s.person("Priya Nair", "CPD coordinator", office)
	out.Alex = s.person("Alex Reed", "Systems officer", office)
	out.Grace = s.person("Grace Liu", "Internal auditor", office)
	out.Omar = s.person("Omar Haddad", "Divisional manager", business)
	out.Tom = s.person("Tom Byrne", "Finance officer", finance)
	out.Iris = s.person("Iris Webb", "Tutor", english)
	s.leave(&out.Iris, calendar.NewDate(2026, time.August, 31))

	s.lead(family, out.Dan)
	s.lead(services, out.Helen)
	s.lead(business, out.Omar)
	s.office(out.Priya, actor.Coordinator)
	s.office(out.Alex, actor.Administrator)
	s.office(out.Grace, actor.Auditor)
	s.rows.Partnerships = append(s.rows.Partnerships, people.Partnership{
		ID: s.key(), LearnerID: out.Amina.ID, PartnerID: out.Ruth.ID, State: people.Accepted, FromDate: s.from, Version: 1,
	})
	for _, u := range []*people.Unit{whole, services, business, family, english, office, finance} {
		s.rows.Units = append(s.rows.Units, *u)
	}
	s.save(t, db)
	return out
}

func (s *small) leave(p *people.Person, on calendar.Date) {
	p.LeftOn = on
	for i := range s.rows.Persons {
		if s.rows.Persons[i].ID == p.ID {
			s.rows.Persons[i].LeftOn = on
		}
	}
	for i := range s.rows.Appointments {
		if s.rows.Appointments[i].PersonID == p.ID {
			s.rows.Appointments[i].ToDate = on
		}
	}
}

func (s *small) save(t testing.TB, db *database.DB) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		for _, rows := range []any{
			&s.rows.Units, &s.rows.Posts, &s.rows.Persons, &s.rows.Appointments, &s.rows.Partnerships, &s.rows.Offices,
		} {
			if err := db.From(ctx).Create(rows).Error; err != nil {
				return err
			}
		}
		return db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	})
	if err != nil {
		t.Fatalf("making the small organisation: %v", err)
	}
}

// Add puts more rows of the structure into the database, such as a delegate or a
// named manager.
func Add(t testing.TB, db *database.DB, rows ...any) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		for _, row := range rows {
			if err := db.From(ctx).Create(row).Error; err != nil {
				return err
			}
		}
		return db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	})
	if err != nil {
		t.Fatalf("adding to the small organisation: %v", err)
	}
}

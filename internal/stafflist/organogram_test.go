package stafflist_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/organogram"
	"learningyear/internal/people"
	"learningyear/internal/stafflist"
)

// organograms is the folder of the published ones.
func organograms(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	folder = filepath.Join(folder, "organograms")
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		t.Skipf("the shared test data is not at %s; set LEARNINGYEAR_SHARED_DATA", folder)
	}
	return folder
}

func contentOf(t *testing.T, path ...string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestEveryPublishedOrganogram takes each in, holds what is then here against the
// figures of its profile, and takes it in again.
func TestEveryPublishedOrganogram(t *testing.T) {
	folder := organograms(t)
	lines := strings.Split(strings.TrimSpace(string(contentOf(t, folder, "PROFILE.tsv"))), "\n")
	names := strings.Split(lines[0], "\t")
	if len(lines) < 2 {
		t.Fatal("there are no figures to hold against")
	}
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		for _, line := range lines[1:] {
			want := map[string]int{}
			cells := strings.Split(line, "\t")
			for i, name := range names[1:] {
				n, err := strconv.Atoi(strings.TrimSpace(cells[i+1]))
				if err != nil {
					t.Fatal(err)
				}
				want[name] = n
			}
			file := cells[0]
			t.Run(strings.TrimSuffix(file, ".csv"), func(t *testing.T) {
				senior := contentOf(t, folder, file)
				junior := contentOf(t, folder, strings.Replace(file, "senior", "junior", 1))
				takeOrganogram(newHouse(t, dbtest.New(t, engine)), senior, junior, want)
			})
		}
	})
}

func takeOrganogram(h house, senior, junior []byte, want map[string]int) {
	t := h.t
	t.Helper()
	o, err := organogram.Read(bytes.NewReader(senior))
	h.must(err)
	h.must(o.ReadJuniors(bytes.NewReader(junior)))
	options := func() stafflist.Options {
		return stafflist.Options{File: "senior.csv", Junior: bytes.NewReader(junior), AsAt: calendar.NewDate(2026, 11, 1)}
	}
	r, err := h.lists.Import(operator(t), bytes.NewReader(senior), options())
	h.must(err)
	if r.Rows != want["rows"] || r.Rejected != 0 || !r.Applied || r.Organisation != o.Organisation ||
		r.JuniorRows != o.Profile.JuniorRows || r.JuniorFTE != o.Profile.JuniorFTE {
		t.Errorf("%+v", r)
	}
	s, err := h.who.Survey(operator(t))
	h.must(err)
	h.holds(o, s, want)
	damaged := 0
	for _, w := range r.Warnings {
		if strings.Contains(w, "damaged character") || strings.Contains(w, "unreadable character") {
			damaged++
		}
	}
	if (damaged > 0) != (want["rows_with_U+FFFD"]+len(o.Damage) > 0) {
		t.Errorf("%d damaged cells are told of", damaged)
	}
	again, err := h.lists.Import(operator(t), bytes.NewReader(senior), options())
	h.must(err)
	if again.Changes() || again.KeptByHand != 0 || again.Missing != 0 {
		t.Errorf("the second time: %+v", again)
	}
	then, err := h.who.Survey(operator(t))
	h.must(err)
	if len(then.Persons) != len(s.Persons) || len(then.Posts) != len(s.Posts) || len(then.Appointments) != len(s.Appointments) || len(then.Units) != len(s.Units) {
		t.Error("the second time made something")
	}
	for i, p := range then.Persons {
		if p.Version != s.Persons[i].Version {
			t.Errorf("the second time touched %s", p.Name)
		}
	}
	var fte int
	h.must(h.db.From(t.Context()).Raw("SELECT COALESCE(SUM(fte_thousandths), 0) FROM counted_posts").Scan(&fte).Error)
	if fte != o.Profile.JuniorFTE {
		t.Errorf("%d thousandths of junior posts are kept of %d", fte, o.Profile.JuniorFTE)
	}
}

// holds compares what is here with what the file and its profile say.
func (h house) holds(o *organogram.Organogram, s people.Structure, want map[string]int) {
	t := h.t
	t.Helper()
	count := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	count("posts", len(s.Posts), want["distinct_post_refs"])
	count("people", len(s.Persons), len(o.Persons))
	named, cut, shared, partly := 0, 0, 0, 0
	above := map[string]string{}
	for _, p := range o.Posts {
		above[p.Reference] = p.Above
		for _, place := range p.Places {
			if place.Person >= 0 {
				named++
			}
		}
		if p.Top == organogram.ReportsToItself || p.Top == organogram.LoopCut {
			cut++
		}
		if p.Shared() {
			shared++
		}
	}
	count("appointments", len(s.Appointments), named)
	count("people without a place of their own", want["rows"]-named, want["vacant"]+want["name_N/D_or_blank"]+o.Profile.Eliminated)
	count("shared posts", shared, want["duplicated_refs"])
	if want["posts_on_a_cycle"] > 0 != (cut > 0) {
		t.Errorf("%d circles are cut", cut)
	}
	byID := map[string]people.Post{}
	for _, p := range s.Posts {
		byID[p.ID] = p
	}
	for _, p := range s.Posts {
		over := ""
		if p.ReportsToID != nil {
			over = *byID[*p.ReportsToID].Reference
		}
		if over != above[*p.Reference] {
			t.Errorf("%s reports to %q, want %q", *p.Reference, over, above[*p.Reference])
		}
	}
	for _, a := range s.Appointments {
		if a.FTEThousandths != 1000 {
			partly++
		}
	}
	units := map[string]bool{}
	for _, name := range o.Units {
		units[strings.ToLower(strings.Join(strings.Fields(name), " "))] = true
	}
	delete(units, strings.ToLower(o.Organisation))
	count("units below the organisation", len(s.Units)-1, len(units))
	if partly > want["FTE_not_1"] {
		t.Errorf("%d appointments are not full time, and %d rows", partly, want["FTE_not_1"])
	}
	for _, p := range s.Persons {
		if p.Email != nil && p.Contact != "" {
			t.Errorf("%+v", p)
		}
	}
}

// deep is a senior file of a chain of posts, the last of which is so many deep.
func deep(n int) string {
	rows := []string{"Post Unique Reference,Name,Grade,Job Title,Organisation,Unit,Contact E-mail,Reports to Senior Post,FTE"}
	for i := range n {
		above := "XX"
		if i > 0 {
			above = "P" + strconv.Itoa(i-1)
		}
		rows = append(rows, "P"+strconv.Itoa(i)+",Zoë "+strconv.Itoa(i)+",SCS1,\"Head, of part "+strconv.Itoa(i)+"\",Deep College,Unit "+strconv.Itoa(i/4)+",,"+above+",\"0,5\"")
	}
	return strings.Join(rows, "\n") + "\n"
}

// TestOrganogramsInEveryWriting takes one organogram of sixty levels in, in every
// way in which a file may be written: the second and all later change nothing.
func TestOrganogramsInEveryWriting(t *testing.T) {
	const depth = 60
	plain := deep(depth)
	unquoted := strings.NewReplacer("\"Head, of", "Head\x01 of", "\",Deep", ",Deep", "\"0,5\"", "0\x015").Replace(plain)
	utf16 := []byte{0xff, 0xfe}
	for _, unit := range plain {
		utf16 = append(utf16, byte(unit), byte(unit>>8))
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		for i, way := range []struct {
			name    string
			content []byte
		}{
			{"as it is", []byte(plain)},
			{"lines that end with CR", []byte(strings.ReplaceAll(plain, "\n", "\r"))},
			{"UTF-16", utf16},
			{"Windows-1252", []byte(strings.ReplaceAll(plain, "ë", "\xeb"))},
			{"semicolons", []byte(strings.NewReplacer(",", ";", "\x01", ",").Replace(unquoted))},
			{"a line end in a cell", []byte(strings.ReplaceAll(plain, "Head, of part", "Head,\nof part"))},
		} {
			r, err := h.lists.Import(operator(t), bytes.NewReader(way.content), stafflist.Options{})
			if err != nil {
				t.Fatalf("%s: %v %+v", way.name, err, r)
			}
			if r.Rejected != 0 || (i == 0) != r.Changes() || i == 0 && (r.Posts.Created != depth || r.Persons.Created != depth) {
				t.Errorf("%s: %+v", way.name, r)
			}
		}
		s, err := h.who.Survey(operator(t))
		h.must(err)
		above, deepest := map[string]*string{}, 0
		for _, p := range s.Posts {
			above[p.ID] = p.ReportsToID
		}
		for i := range s.Posts {
			level := 0
			for at := &s.Posts[i].ID; at != nil; at = above[*at] {
				level++
			}
			deepest = max(deepest, level)
		}
		if deepest != depth || s.Appointments[0].FTEThousandths != 500 {
			t.Errorf("%d levels, and %d thousandths", deepest, s.Appointments[0].FTEThousandths)
		}
	})
}

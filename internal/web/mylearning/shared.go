package mylearning

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// somebody is the person of the address.
func (p *Pages) somebody(c echo.Context) (*people.Person, *web.View, error) {
	v, err := p.site.View(c)
	if err != nil {
		return nil, nil, err
	}
	person := v.Chart.PersonBySlug(c.Param("slug"))
	if person == nil {
		return nil, nil, fault.NewNotFound("person")
	}
	return person, v, nil
}

func sharedAddress(person *people.Person) string { return "/people/" + person.Slug + "/diary" }

// sectionOf is the viewer's menu in which another person's pages stand.
func sectionOf(v *web.View, viewerID string, person *people.Person) string {
	if partner := v.Chart.Partner(person.ID); partner != nil && partner.ID == viewerID {
		return web.Partnering
	}
	return web.MyTeam
}

// shared lists what somebody shares of their diary with the viewer.
func (p *Pages) shared(c echo.Context) error {
	person, v, err := p.somebody(c)
	if err != nil {
		return err
	}
	who := web.Who(c)
	if person.ID == who.PersonID {
		return p.site.SeeOther(c, "/diary")
	}
	listing, err := p.Diary.SharedWithMe(web.Context(c), person.ID, pageOf(c))
	if err != nil {
		return err
	}
	s := view.Shared{Name: person.Name, Called: person.Called(), Total: listing.Counts.All}
	files, err := p.Diary.FileCounts(web.Context(c), listing.Entries)
	if err != nil {
		return err
	}
	s.Months = months(listing.Entries, v.Year, func(e diary.Entry) part.Entry {
		address := sharedAddress(person) + "/" + strconv.Itoa(e.Number)
		out := item(e, v, address)
		out.Links = []part.Link{{Label: "Open", Href: address}}
		return withCount(out, files[e.ID])
	})
	s.Pager = part.Pager{Page: listing.Page, Pages: listing.Pages, Label: "Pages of shared entries", Href: func(n int) string {
		return sharedAddress(person) + "?page=" + strconv.Itoa(n)
	}}
	h := web.Head{Title: "Shared by " + person.Name, Section: sectionOf(v, who.PersonID, person)}
	return p.site.OK(c, h, func(page layout.Page) templ.Component { return view.SharedPage(page, s) })
}

// sharedEntry is one entry that somebody shares with the viewer.
func (p *Pages) sharedEntry(c echo.Context) error {
	person, v, err := p.somebody(c)
	if err != nil {
		return err
	}
	n, err := numbered(c)
	if err != nil {
		return err
	}
	if person.ID == web.Who(c).PersonID {
		return p.site.SeeOther(c, entryAddress(n))
	}
	e, err := p.Diary.Get(web.Context(c), person.ID, n)
	if err != nil {
		return err
	}
	read := p.readable(e, v)
	read.Caption = person.Name
	read.Reads = person.Called() + " shares this entry with you."
	read.Back = part.Link{Label: "Shared by " + person.Called(), Href: sharedAddress(person)}
	if err := p.withFiles(c, &read, e, sharedAddress(person)+"/"+strconv.Itoa(n)); err != nil {
		return err
	}
	h := web.Head{Title: read.Title, Section: sectionOf(v, web.Who(c).PersonID, person)}
	return p.site.OK(c, h, func(page layout.Page) templ.Component { return view.EntryPage(page, read) })
}

package mylearning

import (
	"errors"
	"fmt"
	"mime/multipart"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/attachment"
	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// sent are the files that came with a form, and what lets go of them. A field in
// which nothing was chosen is none.
func sent(c echo.Context) (all []attachment.Upload, done func(), err error) {
	var open []multipart.File
	done = func() {
		for _, f := range open {
			_ = f.Close()
		}
	}
	form := c.Request().MultipartForm
	if form == nil {
		return nil, done, nil
	}
	for _, header := range form.File[attachment.Field] {
		f, err := header.Open()
		if err != nil {
			done()
			return nil, func() {}, fmt.Errorf("opening a file that was sent: %w", err)
		}
		open = append(open, f)
		all = append(all, attachment.Upload{Name: header.Filename, Size: header.Size, Content: f})
	}
	return all, done, nil
}

// chosen is the field for photos and files. Where a form comes back that had some,
// they have to be chosen again: no browser fills that in.
func chosen(c echo.Context) view.Choose {
	choose := view.Choose{Label: "Add a photo or file", Accept: attachment.Accept()}
	choose.Hint = "Photos, PDFs, Office documents, text. Up to 10MB each. Where a photo was taken is left out of it."
	if form := c.Request().MultipartForm; form != nil && len(form.File[attachment.Field]) > 0 {
		choose.Hint = "Choose your photo or file again: it was not saved. " + choose.Hint
	}
	return choose
}

func fileAddress(entry, id string) string { return entry + "/files/" + id }

// fileOf is a photo or file of an entry as everybody who sees the entry does.
func fileOf(f attachment.Attachment, entry string) view.File {
	out := view.File{Name: f.Name, Href: fileAddress(entry, f.ID), What: f.Words() + ", " + attachment.SizeWords(f.Size)}
	if f.Photo() {
		alt := f.Description
		if alt == "" {
			alt = f.Words() + " without a description: " + f.Name
		}
		out.Photo = &view.Photo{Src: out.Href, Width: f.Width, Height: f.Height, Alt: alt}
	}
	return out
}

// ownFile adds what the owner can do with it.
func (p *Pages) ownFile(f attachment.Attachment, entry string) view.File {
	out := fileOf(f, entry)
	out.Remove = &part.PostButton{Label: "Remove", Href: out.Href + "/remove", Kind: "link", Context: f.Name, Once: p.site.Once()}
	if out.Photo != nil {
		out.Describe = &view.Describe{
			Action: out.Href + "/describe", Once: p.site.Once(), Field: "description-" + f.ID, Label: "Say what is on it",
			Value: f.Description, Max: attachment.MaxDescription,
		}
		if f.Description != "" {
			out.Describe.Label = "Change what is said of it"
		}
	}
	return out
}

// removedFile is a file that its owner can bring back.
func (p *Pages) removedFile(f attachment.Attachment, entry string) view.Removed {
	return view.Removed{
		Name: f.Name, Until: "Gone for good after " + p.site.Clock.DateOf(f.Until()).DayMonth(),
		Restore: part.PostButton{Label: "Bring it back", Href: fileAddress(entry, f.ID) + "/restore", Kind: "link", Context: f.Name, Once: p.site.Once()},
	}
}

// withFiles puts an entry's photos and files on its page.
func (p *Pages) withFiles(c echo.Context, read *view.Entry, e diary.Entry, entry string) error {
	all, err := p.Diary.Files(web.Context(c), e)
	if err != nil {
		return err
	}
	if read.Own == nil || e.State != diary.Kept {
		for _, f := range all {
			read.Files = append(read.Files, fileOf(f, entry))
		}
		return nil
	}
	for _, f := range all {
		if f.State == attachment.Removed {
			read.Own.Removed = append(read.Own.Removed, p.removedFile(f, entry))
			continue
		}
		read.Files = append(read.Files, p.ownFile(f, entry))
	}
	owned, err := p.Diary.FilesOwned(web.Context(c))
	if err != nil {
		return err
	}
	if len(read.Files) < attachment.MaxEach {
		read.Own.Add = &view.AddFiles{Action: entry + "/files", Once: p.site.Once(), Choose: chosen(c), Owned: ownedWords(owned)}
	}
	return nil
}

// ownedWords says how much a person's files come to.
func ownedWords(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return "All your photos and files come to " + attachment.SizeWords(bytes) + ". There is room for " + attachment.SizeWords(attachment.MaxOwned) + "."
}

// withCount says of an entry in a list how many files it has.
func withCount(e part.Entry, files int) part.Entry {
	switch {
	case files == 1:
		e.Chips = append(e.Chips, part.Chip{Kind: "plain", Text: "1 photo or file"})
	case files > 1:
		e.Chips = append(e.Chips, part.Chip{Kind: "plain", Text: fmt.Sprintf("%d photos or files", files)})
	}
	return e
}

// addFiles adds what was chosen to an entry.
func (p *Pages) addFiles(c echo.Context) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	files, done, err := sent(c)
	if err != nil {
		return err
	}
	defer done()
	e, err := p.Diary.AddFiles(web.Context(c), n, files)
	if fault.Is(err, fault.Invalid) && e.State == diary.Kept {
		return p.entryAgain(c, err, e)
	}
	if err != nil {
		return err
	}
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	title := "Added to your entry."
	if len(files) > 1 {
		title = fmt.Sprintf("%d added to your entry.", len(files))
	}
	return p.site.Done(c, entryAddress(n), layout.Notice{Title: title, Text: canSee(v.Chart, e, "now")})
}

// entryAgain is the entry's page with what is wrong with a file, or with what is
// said of one.
func (p *Pages) entryAgain(c echo.Context, err error, e diary.Entry) error {
	read, readErr := p.ownEntry(c, e)
	if readErr != nil {
		return readErr
	}
	return p.site.Again(c, err, head(read.Title), func(page layout.Page, prob web.Problem) templ.Component {
		read.Summary = prob.Summary()
		if read.Own.Add != nil {
			read.Own.Add.Error = prob.Of(attachment.Field)
		}
		for _, f := range read.Files {
			if said := prob.Of("description"); f.Describe != nil && said != "" && f.Describe.Action == c.Request().URL.Path {
				f.Describe.Error, f.Describe.Value = said, c.FormValue("description")
				read.Summary.Errors = []part.ErrorLink{{Href: "#" + f.Describe.Field, Text: said}}
			}
		}
		return view.EntryPage(page, read)
	})
}

// describeFile keeps what is said of a photo.
func (p *Pages) describeFile(c echo.Context) error {
	e, err := p.own(c)
	if err != nil {
		return err
	}
	_, err = p.Diary.DescribeFile(web.Context(c), e.Number, c.Param("id"), c.FormValue("description"))
	if fault.Is(err, fault.Invalid) && e.State == diary.Kept {
		return p.entryAgain(c, err, e)
	}
	if err != nil {
		return err
	}
	return p.site.Done(c, entryAddress(e.Number), layout.Notice{Title: "Saved.", Text: "It is read to those who cannot see the photo."})
}

// removeFile takes a file away, which can be undone.
func (p *Pages) removeFile(c echo.Context) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	f, err := p.Diary.RemoveFile(web.Context(c), n, c.Param("id"))
	if err != nil {
		return err
	}
	until := p.site.Clock.DateOf(f.Until())
	return p.site.Done(c, entryAddress(n), layout.Notice{
		Title: "Removed from your entry.", Text: "Nobody else can see it. You can bring it back until " + until.DayMonth() + ".",
		Undo: &layout.Undo{Href: fileAddress(entryAddress(n), f.ID) + "/restore", Once: p.site.Once()},
	})
}

// restoreFile brings a removed file back.
func (p *Pages) restoreFile(c echo.Context) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	if _, err := p.Diary.RestoreFile(web.Context(c), n, c.Param("id")); err != nil {
		return err
	}
	return p.site.Done(c, entryAddress(n), layout.Notice{Title: "Brought back."})
}

// file sends a file of one's own.
func (p *Pages) file(c echo.Context) error {
	return p.send(c, web.Who(c).PersonID)
}

// sharedFile sends a file of an entry that somebody shares with the viewer.
func (p *Pages) sharedFile(c echo.Context) error {
	person, _, err := p.somebody(c)
	if err != nil {
		return err
	}
	return p.send(c, person.ID)
}

func (p *Pages) send(c echo.Context, personID string) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	f, content, err := p.Diary.File(web.Context(c), personID, n, c.Param("id"))
	if err != nil {
		return err
	}
	err = web.Send(c, web.Download{Name: f.Name, Type: f.ContentType, Content: content})
	return errors.Join(err, content.Close())
}

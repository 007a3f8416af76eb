package mylearning_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"learningyear/internal/attachment"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

func photo(t testing.TB, name string) webtest.File {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 60, 40))
	m.Set(7, 7, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return webtest.File{Name: name, Content: b.Bytes()}
}

func text(name, words string) webtest.File {
	return webtest.File{Name: name, Content: []byte(words)}
}

// entryWith saves an entry with files through the whole form, shared with her
// partner.
func entryWith(t *testing.T, c *webtest.Client, files ...webtest.File) {
	t.Helper()
	c.Get(t, "/diary/new").Form(t, "Save to diary").Fill(t, "learned", "Pegs on a line").Tick(t, "Ruth, your learning partner").
		Choose(t, "Add a photo or file", files...).Submit(t).Leads(t, "/diary")
}

// downloads are the addresses of the files on a page.
func downloads(p *webtest.Page) []string {
	var out []string
	for _, a := range p.All(".app-files__list a[download]") {
		out = append(out, webtest.Attr(a, "href"))
	}
	return out
}

func TestAnEntryHasPhotosAndFiles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		entryWith(t, amina, photo(t, "Siân’s pegs.jpg"), text("notes.txt", "What we tried"))
		amina.Get(t, "/diary").Sees(t, "2 photos or files")
		page := amina.Get(t, "/diary/1").Sees(t, "Photos and files", "Siân’s pegs.jpg", "Photo, 1KB", "notes.txt", "Text, 1KB", "All your photos and files come to", "added 2 photos or files")
		pagetest.SoundPage(t, page.Body)
		img := page.One(t, ".app-files__photo")
		if webtest.Attr(img, "width") != "60" || webtest.Attr(img, "height") != "40" || webtest.Attr(img, "alt") != "Photo without a description: Siân’s pegs.jpg" {
			t.Errorf("%v", img.Attr)
		}
		page = page.Form(t, "Save the description").Fill(t, "What is on the photo?", "Number pegs on a washing line").Submit(t).Leads(t, "/diary/1").Follow(t)
		if alt := webtest.Attr(page.One(t, ".app-files__photo"), "alt"); alt != "Number pegs on a washing line" {
			t.Errorf("alt %q", alt)
		}
		page.Form(t, "Add it").Choose(t, "files", text("more.csv", "a,b\n1,2\n")).Submit(t).Leads(t, "/diary/1").Follow(t).
			Sees(t, "Added to your entry.", "Ruth can see this now.", "more.csv", "CSV table, 1KB")
		amina.Get(t, "/diary/1/edit").Form(t, "Save to diary").Choose(t, "files", text("last.txt", "z")).Submit(t).Leads(t, "/diary/1").Follow(t).Sees(t, "last.txt")
	})
}

func TestWhoSeesAnEntrySeesItsFiles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina, ruth := house.As(t, staff.Amina.ID), house.As(t, staff.Ruth.ID)
		entryWith(t, amina, photo(t, "pegs.jpg"))
		amina.Get(t, "/diary/1").Form(t, "Add it").Choose(t, "files", text("secret.txt", "s")).Submit(t)
		page := ruth.Get(t, "/people/amina-yusuf/diary/1").Sees(t, "pegs.jpg").Lacks(t, "Remove", "Add a photo or file", "Save the description", "come to")
		pagetest.SoundPage(t, page.Body)
		ruth.Get(t, "/people/amina-yusuf/diary").Sees(t, "2 photos or files")
		shared := downloads(page)
		ruth.Get(t, shared[0]).Want(t, http.StatusOK)
		own := downloads(amina.Get(t, "/diary/1"))
		id := own[0][strings.LastIndex(own[0], "/"):]
		for _, other := range []string{staff.Dan.ID, staff.Sian.ID, staff.Helen.ID, staff.Priya.ID, staff.Alex.ID, staff.Grace.ID, staff.Tom.ID} {
			c := house.As(t, other)
			c.Get(t, shared[0]).Want(t, http.StatusNotFound)
			c.Get(t, own[0]).Want(t, http.StatusNotFound)
		}
		for _, act := range []string{"/remove", "/restore", "/describe"} {
			ruth.Post(t, own[0]+act, url.Values{"description": {"x"}}).Want(t, http.StatusNotFound)
		}
		house.Visitor(t).Get(t, own[0]).Want(t, http.StatusSeeOther)
		// A file is found by its own entry only.
		wrote(t, amina, url.Values{"learned": {"Another"}, "share": {"team"}})
		amina.Get(t, "/diary/2/files"+id).Want(t, http.StatusNotFound)
		house.As(t, staff.Sian.ID).Get(t, "/people/amina-yusuf/diary/2/files"+id).Want(t, http.StatusNotFound)
		for _, odd := range []string{"/diary/1/files/x", "/diary/1/files/%00", "/diary/0/files" + id, "/diary/1/files/01900000-0000-7000-8000-000000000001", "/people/nobody/diary/1/files" + id} {
			amina.Get(t, odd).Want(t, http.StatusNotFound)
		}
		amina.Get(t, "/diary/1").Form(t, "Save who sees it").Untick(t, "Ruth, your learning partner").Submit(t)
		ruth.Get(t, shared[0]).Want(t, http.StatusNotFound)
		amina.Get(t, "/diary/1").Form(t, "Delete it").Submit(t)
		amina.Get(t, own[0]).Want(t, http.StatusOK)
	})
}

func TestADownloadIsSafe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		entryWith(t, amina, text(`été "1".txt`, "0123456789"), photo(t, "p.jpg"))
		all := downloads(amina.Get(t, "/diary/1"))
		page := amina.Get(t, all[0]).Want(t, http.StatusOK)
		for name, want := range map[string]string{
			"Content-Type": "text/plain", "Content-Length": "10", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
			"Content-Security-Policy":      "sandbox; default-src 'none'; frame-ancestors 'none'",
			"Cross-Origin-Resource-Policy": "same-origin", "Content-Encoding": "",
			"Content-Disposition": `attachment; filename="_t_ _1_.txt"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.txt`,
		} {
			if got := page.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if page.Body != "0123456789" {
			t.Errorf("body %q", page.Body)
		}
		if got := amina.Get(t, all[1]).Header.Get("Content-Type"); got != "image/jpeg" {
			t.Errorf("a photo is %q", got)
		}
		amina.Header.Set("Range", "bytes=3-5")
		if part := amina.Get(t, all[0]).Want(t, http.StatusPartialContent); part.Body != "345" || part.Header.Get("Content-Range") != "bytes 3-5/10" {
			t.Errorf("%q of %q", part.Body, part.Header.Get("Content-Range"))
		}
		if n := page.Queries.N(); n > 12 {
			t.Errorf("asked %d times:\n%s", n, page.Queries)
		}
	})
}

func TestARemovedFileComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		entryWith(t, amina, photo(t, "pegs.jpg"))
		page := amina.Get(t, "/diary/1")
		file := downloads(page)[0]
		page = page.Form(t, "Remove").Submit(t).Leads(t, "/diary/1").Follow(t).Sees(t, "Removed from your entry.", "You can bring it back until Monday 21 December", "Removed from this entry")
		pagetest.SoundPage(t, page.Body)
		amina.Get(t, file).Want(t, http.StatusNotFound)
		page.Form(t, "Undo").Submit(t).Leads(t, "/diary/1").Follow(t).Sees(t, "Brought back.").Lacks(t, "Removed from this entry")
		amina.Get(t, file).Want(t, http.StatusOK)
		amina.Get(t, "/diary/1").Form(t, "Remove").Submit(t)
		amina.Get(t, "/diary/1").Form(t, "Bring it back").Submit(t).Leads(t, "/diary/1").Follow(t).Sees(t, "pegs.jpg")
	})
}

func TestAFileThatCannotBeKeptLosesNoWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		form := func() *webtest.Form {
			return amina.Get(t, "/diary/new").Form(t, "Save to diary").Fill(t, "learned", "Words to keep").Fill(t, "minutes", "2 hours")
		}
		page := form().Choose(t, "files", text("page.jpg", "<html><script>x</script>"), photo(t, "fine.jpg")).Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, page.Body)
		if got := page.Error("files"); !strings.HasPrefix(got, "“page.jpg” cannot be kept.") {
			t.Errorf("said %q", got)
		}
		if strings.TrimSpace(page.Value(t, "learned")) != "Words to keep" || page.Value(t, "minutes") != "2 hours" {
			t.Error("words are lost")
		}
		page.Sees(t, "Choose your photo or file again: it was not saved.")
		big := bytes.Repeat([]byte("all work and no play\n"), attachment.MaxSize/20)
		form().Choose(t, "files", webtest.File{Name: "big.txt", Content: big}).Submit(t).Want(t, http.StatusUnprocessableEntity).
			Sees(t, "The file is bigger than 10MB. Choose a smaller one")
		page = form().Fill(t, "learned", " ").Choose(t, "files", text("a.txt", "")).Submit(t).Want(t, http.StatusUnprocessableEntity).
			Sees(t, "Write what you learned, even a few words", "The file is empty. Choose another one")
		form().Fill(t, "learned", "").Choose(t, "files", photo(t, "fine.jpg")).Submit(t).Want(t, http.StatusUnprocessableEntity).
			Sees(t, "Choose your photo or file again: it was not saved.")
		amina.Get(t, "/diary").Sees(t, "Nothing yet")
		// Once it is right, it is saved from the same page.
		page.Form(t, "Save to diary").Fill(t, "learned", "Now").Choose(t, "files", photo(t, "fine.jpg")).Submit(t).Leads(t, "/diary")
		page = amina.Get(t, "/diary/1")
		page.Form(t, "Add it").Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "Choose a photo or file")
		page = page.Form(t, "Add it").Choose(t, "files", text("s.svg", "<svg onload=alert(1)>")).Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "The file cannot be kept.")
		pagetest.SoundPage(t, page.Body)
		page = page.Form(t, "Save the description").Fill(t, "description", strings.Repeat("é", 501)).Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, page.Body)
		page.Sees(t, "The description must be 500 characters or fewer")
		house.As(t, staff.Tom.ID).Post(t, "/diary/1/files", nil).Want(t, http.StatusNotFound)
	})
}

func TestAClashAddsNoFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		wrote(t, amina, url.Values{"learned": {"first"}})
		one, two := amina.Get(t, "/diary/1/edit"), amina.Get(t, "/diary/1/edit")
		one.Form(t, "Save to diary").Fill(t, "learned", "by phone").Submit(t).Leads(t, "/diary/1")
		two.Form(t, "Save to diary").Fill(t, "learned", "by desk").Choose(t, "files", photo(t, "a.jpg")).Submit(t).Want(t, http.StatusConflict).
			Sees(t, "by phone", "Choose your photo or file again")
		amina.Get(t, "/diary/1").Lacks(t, "a.jpg")
		var rows int64
		if err := db.From(t.Context()).Table("attachments").Count(&rows).Error; err != nil || rows != 0 {
			t.Errorf("%d files are left, %v", rows, err)
		}
	})
}

func TestADoubleTapAddsFilesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		wrote(t, amina, url.Values{"learned": {"first"}})
		form := amina.Get(t, "/diary/1").Form(t, "Add it").Choose(t, "files", photo(t, "a.jpg"))
		form.Submit(t).Leads(t, "/diary/1")
		form.Submit(t).Leads(t, "/diary/1")
		if got := downloads(amina.Get(t, "/diary/1")); len(got) != 1 {
			t.Errorf("%v", got)
		}
	})
}

func TestAVisitorSendsLittle(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	house, staff := site(t, dbtest.SQLite(t))
	form := house.As(t, staff.Amina.ID).Get(t, "/diary/new").Form(t, "Save to diary").Fill(t, "learned", "Words to keep here")
	tooMuch := form.Choose(t, "files", webtest.File{Name: "a.txt", Content: bytes.Repeat([]byte("a"), 13<<20)})
	contentType, body := tooMuch.Multipart(t)
	house.Visitor(t).PostAs(t, "/diary", contentType, body).Want(t, http.StatusRequestEntityTooLarge)
	// Whoever was away for a while keeps their words, and is told of the file.
	contentType, body = form.Choose(t, "files", photo(t, "a.jpg")).Multipart(t)
	house.Visitor(t).PostAs(t, "/diary", contentType, body).Want(t, http.StatusUnauthorized).
		Sees(t, "You were away for a while", "Words to keep here", "Your photo or file is not here. Add it to the entry when you have saved.")
	temporary, err := os.ReadDir(os.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range temporary {
		if strings.HasPrefix(f.Name(), "multipart-") {
			t.Errorf("%s is left behind", f.Name())
		}
	}
}

func TestAnotherAppSharesIntoTheDiary(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		amina.Header.Set("Sec-Fetch-Site", "none") // the telephone itself sends it
		share := func(words, title, link string, files ...webtest.File) *webtest.Page {
			var body bytes.Buffer
			w := multipart.NewWriter(&body)
			for name, value := range map[string]string{"learned": words, "title": title, "url": link} {
				if err := w.WriteField(name, value); err != nil {
					t.Fatal(err)
				}
			}
			for _, f := range files {
				part, err := w.CreateFormFile("files", f.Name)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := part.Write(f.Content); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			return amina.PostAs(t, "/diary", w.FormDataContentType(), &body)
		}
		share("", "", "", photo(t, "pegs.jpg")).Leads(t, "/diary").Follow(t).Sees(t, "Saved to your diary.", "Only you can see it.", "From another app: pegs.jpg", "1 photo or file")
		share("Worth reading", "Waiting time", "https://example.org/wait").Leads(t, "/diary")
		amina.Get(t, "/diary/2").Sees(t, "Waiting time Worth reading https://example.org/wait")
		share("", "", "").Want(t, http.StatusUnprocessableEntity)
		share("", "", "", text("a.svg", "<svg/>")).Want(t, http.StatusUnprocessableEntity).Sees(t, "The file cannot be kept.")
		amina.Header.Set("Sec-Fetch-Site", "cross-site")
		share("Not mine", "", "").Want(t, http.StatusForbidden)
	})
}

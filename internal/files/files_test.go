package files_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/files"
)

const key, other = "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"

// server is a store that speaks S3, with the keys that were put into its bucket.
func server(t *testing.T) (settings string, keys func() []string) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("learning"); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	t.Cleanup(s.Close)
	return "s3://learning/files?region=eu-west-2&style=path&endpoint=" + url.QueryEscape(s.URL), func() []string {
		list, err := backend.ListBucket("learning", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range list.Contents {
			out = append(out, c.Key)
		}
		return out
	}
}

func bucket(t *testing.T, filesURL string) *config.Bucket {
	t.Helper()
	s, err := config.Read(nil, func(s *config.Settings) {
		s.FilesURL, s.FilesAccessKey, s.FilesSecretKey = filesURL, "reader", "secret"
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.Bucket()
}

// each runs a test on the database of both engines, and on a bucket.
func each(t *testing.T, test func(t *testing.T, f *files.Files)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) { test(t, files.New(db, nil)) })
	t.Run("bucket", func(t *testing.T) {
		address, _ := server(t)
		test(t, files.New(dbtest.SQLite(t), bucket(t, address)))
	})
}

// content is bytes that do not repeat in steps of any size.
func content(n int) []byte {
	out := make([]byte, n)
	x := uint32(2026)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return out
}

func TestBytesComeBackAsTheyWent(t *testing.T) {
	each(t, func(t *testing.T, f *files.Files) {
		if err := f.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{1, 1<<20 - 1, 1 << 20, 1<<20 + 1, 3<<20 + 7} {
			want := content(size)
			// What is sent comes in pieces as the network likes.
			if err := f.Put(t.Context(), key, int64(size), iotest.HalfReader(bytes.NewReader(want))); err != nil {
				t.Fatal(err)
			}
			r, err := f.Open(t.Context(), f.Place(), key, int64(size))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%d bytes: %d came back, %v", size, len(got), err)
			}
			part := make([]byte, min(size, 9))
			from := max(0, size/2-4)
			if _, err := r.Seek(int64(from), io.SeekStart); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(r, part); err != nil || !bytes.Equal(part, want[from:from+len(part)]) {
				t.Errorf("%d bytes: from the middle %v, %v", size, part, err)
			}
			if end, err := r.Seek(0, io.SeekEnd); err != nil || end != int64(size) {
				t.Errorf("the end of %d bytes is at %d, %v", size, end, err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
			if err := f.Delete(t.Context(), f.Place(), key); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	each(t, func(t *testing.T, f *files.Files) {
		if err := f.Delete(t.Context(), f.Place(), other); err != nil {
			t.Errorf("removing nothing: %v", err)
		}
		r, err := f.Open(t.Context(), f.Place(), other, 5)
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if !errors.Is(err, files.ErrMissing) {
			t.Errorf("reading nothing: %v", err)
		}
	})
}

func TestAnUploadThatBreaksOffIsAnError(t *testing.T) {
	each(t, func(t *testing.T, f *files.Files) {
		if err := f.Put(t.Context(), key, 2<<20, bytes.NewReader(content(1<<20+5))); err == nil {
			t.Error("half a file was taken for a whole one")
		}
		if err := f.Delete(t.Context(), f.Place(), key); err != nil {
			t.Error(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := f.Put(ctx, key, 5, strings.NewReader("words")); err == nil {
			t.Error("kept for somebody who has gone")
		}
	})
}

func TestASettingMovesNewFilesOnly(t *testing.T) {
	db := dbtest.SQLite(t)
	before := files.New(db, nil)
	if err := before.Put(t.Context(), key, 5, strings.NewReader("early")); err != nil {
		t.Fatal(err)
	}
	address, keys := server(t)
	after := files.New(db, bucket(t, address))
	if err := after.Put(t.Context(), other, 4, strings.NewReader("late")); err != nil {
		t.Fatal(err)
	}
	if got := keys(); !slices.Equal(got, []string{"files/" + other}) {
		t.Errorf("the bucket holds %v", got)
	}
	for place, want := range map[files.Place]string{files.InDatabase: "early", files.InBucket: "late"} {
		k := map[files.Place]string{files.InDatabase: key, files.InBucket: other}[place]
		r, err := after.Open(t.Context(), place, k, int64(len(want)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", place, got, err)
		}
	}
	if _, err := before.Open(t.Context(), files.InBucket, other, 4); err == nil || !strings.Contains(err.Error(), "FILES_URL") {
		t.Errorf("without the setting: %v", err)
	}
}

func TestABucketThatDoesNotAnswerIsNotReady(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	address, _ := server(t)
	for name, filesURL := range map[string]string{
		"nobody there": "s3://learning?region=x&style=path&endpoint=" + url.QueryEscape(gone.URL),
		"no bucket":    strings.Replace(address, "s3://learning/", "s3://unknown/", 1),
	} {
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		if err := files.New(dbtest.SQLite(t), bucket(t, filesURL)).Ready(ctx); err == nil {
			t.Errorf("%s: ready", name)
		}
		stop()
	}
}

// TestALargeFileTakesLittleMemory holds that neither way takes a file as a whole.
func TestALargeFileTakesLittleMemory(t *testing.T) {
	f := files.New(dbtest.SQLite(t), nil)
	const size, most = 10 << 20, 60 << 20
	want := content(size)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := f.Put(t.Context(), key, size, bytes.NewReader(want)); err != nil {
		t.Fatal(err)
	}
	r, err := f.Open(t.Context(), f.Place(), key, size)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r); n != size || err != nil {
		t.Fatal(n, err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > most {
		t.Errorf("took %d MB in all, want %d at most", took>>20, most>>20)
	}
}

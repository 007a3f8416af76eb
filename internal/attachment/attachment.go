// Package attachment keeps files that belong to a record: photos and documents
// beside a diary entry. A file is taken by its content and never by its name, and
// a photo loses what it tells of the place where it was taken. Who may see or
// change a file is for the record's own room to decide: it asks here, in its
// transaction, after it has decided.
package attachment

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/files"
)

const (
	// MaxSize is the largest file, in bytes, both as it is sent and as it is kept.
	MaxSize = 10 << 20
	// MaxEach is how many files a record may have.
	MaxEach = 10
	// MaxOwned is how much one person's files may come to, in bytes: those that they
	// removed and can bring back included.
	MaxOwned = 500 << 20
	// Recoverable is how long a removed file can be brought back.
	Recoverable = 30 * 24 * time.Hour
	// MaxDescription is the length of what is said of a photo, in characters.
	MaxDescription = 500
)

// State is where a file is in its life.
type State string

// The states. What arrives belongs to nothing yet; what is gone waits for its bytes
// to be removed, and nobody finds it any more.
const (
	Arriving State = "arriving"
	Kept     State = "kept"
	Removed  State = "removed"
	Gone     State = "gone"
)

// Record is what a file belongs to: a record of a kind, by its key.
type Record struct{ Kind, ID string }

// Attachment is a file of a record.
type Attachment struct {
	ID         string
	OwnerID    string
	RecordKind string
	RecordID   *string
	// Name is as it was given, without what no file system takes, and ends as its
	// content does.
	Name        string
	ContentType string
	Size        int64
	SHA256      string `gorm:"column:sha256"`
	// Width and Height are a photo's, in pixels; 0 for others.
	Width, Height int
	// Description says what is on a photo, for those who cannot see it.
	Description string
	KeptIn      files.Place
	State       State
	StateSince  time.Time
	CreatedAt   time.Time
	Version     int
}

// TableName is the table of files.
func (Attachment) TableName() string { return "attachments" }

// Photo says whether it can be shown on a page.
func (a Attachment) Photo() bool { return a.Width > 0 && strings.HasPrefix(a.ContentType, "image/") }

// Words is what it is, as pages say it: "Photo", "PDF", "Word document".
func (a Attachment) Words() string {
	i := slices.IndexFunc(types(), func(t Type) bool { return t.Media == a.ContentType })
	if i < 0 {
		return "File"
	}
	return types()[i].Words
}

// Until is when a removed file is gone for good.
func (a Attachment) Until() time.Time { return a.StateSince.Add(Recoverable) }

// SizeWords is a number of bytes as people say it: "340KB", "2.1MB".
func SizeWords(bytes int64) string {
	const kilo, mega = 1 << 10, 1 << 20
	switch {
	case bytes < kilo:
		return "1KB"
	case bytes < mega:
		return strconv.FormatInt((bytes+kilo/2)/kilo, 10) + "KB"
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(bytes)/mega, 'f', 1, 64), ".0") + "MB"
}

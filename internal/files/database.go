package files

import (
	"context"
	"errors"
	"fmt"
	"io"

	"learningyear/internal/database"
)

// pieceSize is how much of a file a row holds, in bytes: few rows for a large
// file, and little memory for reading one.
const pieceSize = 1 << 20

// Database keeps bytes in rows of the organisation's database.
type Database struct{ db *database.DB }

// NewDatabase makes the store.
func NewDatabase(db *database.DB) *Database { return &Database{db} }

// piece is a part of a file.
type piece struct {
	FileID  string
	Number  int // from 0
	Content []byte
}

// TableName is the table of pieces.
func (piece) TableName() string { return "file_chunks" }

// Put writes each piece in a transaction of its own, so that nobody waits for a
// whole file. None of them uses up the key of a form.
func (d *Database) Put(ctx context.Context, key string, size int64, from io.Reader) error {
	ctx = database.WithoutOnce(ctx)
	buf := make([]byte, min(size, pieceSize))
	for number := 0; size > 0; number++ {
		buf = buf[:min(size, pieceSize)]
		if _, err := io.ReadFull(from, buf); err != nil {
			return fmt.Errorf("reading a file to keep: %w", err)
		}
		err := d.db.InTx(ctx, func(ctx context.Context) error {
			return d.db.From(ctx).Create(&piece{key, number, buf}).Error
		})
		if err != nil {
			return fmt.Errorf("keeping a piece of a file: %w", err)
		}
		size -= int64(len(buf))
	}
	return nil
}

// Open reads the pieces one by one, as they are asked for.
func (d *Database) Open(ctx context.Context, key string, size int64) (io.ReadSeekCloser, error) {
	load := func(number int) ([]byte, error) {
		var rows []piece
		err := d.db.From(ctx).Where("file_id = ? AND number = ?", key, number).Limit(1).Find(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("reading a piece of a file: %w", err)
		}
		if len(rows) == 0 {
			return nil, ErrMissing
		}
		return rows[0].Content, nil
	}
	return &reader{load: load, size: size, number: -1}, nil
}

// Delete removes all pieces.
func (d *Database) Delete(ctx context.Context, key string) error {
	err := d.db.InTx(database.WithoutOnce(ctx), func(ctx context.Context) error {
		return d.db.From(ctx).Exec("DELETE FROM file_chunks WHERE file_id = ?", key).Error
	})
	if err != nil {
		return fmt.Errorf("removing the pieces of a file: %w", err)
	}
	return nil
}

// Ready is told by the database itself.
func (d *Database) Ready(ctx context.Context) error { return d.db.Ping(ctx) }

// reader reads a file of pieces, holding one at a time.
type reader struct {
	load     func(number int) ([]byte, error)
	size, at int64
	number   int // of the piece held; -1 for none
	content  []byte
}

// Read is part of io.ReadSeekCloser.
func (r *reader) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	if number := int(r.at / pieceSize); number != r.number {
		content, err := r.load(number)
		if err != nil {
			return 0, err
		}
		r.number, r.content = number, content
	}
	within := r.at - int64(r.number)*pieceSize
	if within >= int64(len(r.content)) {
		return 0, ErrMissing
	}
	n := copy(p, r.content[within:])
	r.at += int64(n)
	return n, nil
}

// Seek is part of io.ReadSeekCloser.
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("a file has nothing before its beginning")
	}
	r.at = offset
	return offset, nil
}

// Close is part of io.ReadSeekCloser.
func (r *reader) Close() error {
	r.content, r.number = nil, -1
	return nil
}

// Package files keeps the bytes of files where every replica sees them: in the
// database, or in a bucket of a store that speaks the S3 protocol. It knows
// nothing of what a file is, whose it is, or who may see it.
package files

import (
	"context"
	"errors"
	"fmt"
	"io"

	"learningyear/internal/config"
	"learningyear/internal/database"
)

// ErrMissing says that the bytes of a key are not there, or not all of them.
var ErrMissing = errors.New("the bytes of a file are missing")

// Store keeps bytes under keys. A key is a file's, made once and never used again.
type Store interface {
	// Put keeps the size bytes that from gives. After an error some may be kept.
	Put(ctx context.Context, key string, size int64, from io.Reader) error
	// Open reads what Put kept. It need not look whether the bytes are there before
	// they are read.
	Open(ctx context.Context, key string, size int64) (io.ReadSeekCloser, error)
	// Delete removes what there is under the key, which may be nothing.
	Delete(ctx context.Context, key string) error
	// Ready says whether the store answers.
	Ready(ctx context.Context) error
}

// Place names the store that has a file's bytes.
type Place string

// The places.
const (
	InDatabase Place = "database"
	InBucket   Place = "bucket"
)

// Files are all stores that there are. New files go where the settings say; those
// that were kept elsewhere before are still found.
type Files struct {
	now    Place
	stores map[Place]Store
}

// New makes the stores: new files go into the bucket, or without one into the
// database. Nothing is asked of either yet.
func New(db *database.DB, bucket *config.Bucket) *Files {
	f := &Files{now: InDatabase, stores: map[Place]Store{InDatabase: NewDatabase(db)}}
	if bucket != nil {
		f.now, f.stores[InBucket] = InBucket, NewBucket(*bucket)
	}
	return f
}

// Place is where new files go.
func (f *Files) Place() Place { return f.now }

// Put keeps a new file's bytes in [Files.Place].
func (f *Files) Put(ctx context.Context, key string, size int64, from io.Reader) error {
	return f.stores[f.now].Put(ctx, key, size, from)
}

// Open reads a file from the place where it was put.
func (f *Files) Open(ctx context.Context, place Place, key string, size int64) (io.ReadSeekCloser, error) {
	store, err := f.at(place)
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, key, size)
}

// Delete removes a file from the place where it was put.
func (f *Files) Delete(ctx context.Context, place Place, key string) error {
	store, err := f.at(place)
	if err != nil {
		return err
	}
	return store.Delete(ctx, key)
}

// Ready says whether the store of new files answers.
func (f *Files) Ready(ctx context.Context) error { return f.stores[f.now].Ready(ctx) }

func (f *Files) at(place Place) (Store, error) {
	if store, ok := f.stores[place]; ok {
		return store, nil
	}
	return nil, fmt.Errorf("a file is kept in the %s, which FILES_URL does not name any more", place)
}

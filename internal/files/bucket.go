package files

import (
	"context"
	"fmt"
	"io"
	"path"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"learningyear/internal/config"
)

// tries is how often a request is made before its failure is told.
const tries = 3

// patience is how long the bucket may take to say that it is there.
const patience = 5 * time.Second

// Bucket keeps bytes in a bucket of a store that speaks the S3 protocol.
type Bucket struct {
	settings config.Bucket
	connect  func() (*minio.Client, error)
}

// NewBucket makes the store; nothing is asked of it before the first use.
func NewBucket(settings config.Bucket) *Bucket {
	return &Bucket{settings, sync.OnceValues(func() (*minio.Client, error) {
		options := &minio.Options{
			Creds:  credentials.NewStaticV4(settings.AccessKey, settings.SecretKey, ""),
			Secure: settings.Secure, Region: settings.Region, MaxRetries: tries,
		}
		if settings.PathStyle {
			options.BucketLookup = minio.BucketLookupPath
		}
		return minio.New(settings.Endpoint, options)
	})}
}

func (b *Bucket) key(key string) string { return path.Join(b.settings.Prefix, key) }

// Put sends the bytes as one object, of no type: nothing may show it as a page
// even where somebody opens the bucket to the world.
func (b *Bucket) Put(ctx context.Context, key string, size int64, from io.Reader) error {
	client, err := b.connect()
	if err != nil {
		return fmt.Errorf("reaching the bucket: %w", err)
	}
	_, err = client.PutObject(ctx, b.settings.Name, b.key(key), from, size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", ContentDisposition: "attachment", DisableMultipart: true,
	})
	if err != nil {
		return fmt.Errorf("keeping a file in the bucket: %w", err)
	}
	return nil
}

// Open reads the object as it is asked for.
func (b *Bucket) Open(ctx context.Context, key string, _ int64) (io.ReadSeekCloser, error) {
	client, err := b.connect()
	if err != nil {
		return nil, fmt.Errorf("reaching the bucket: %w", err)
	}
	object, err := client.GetObject(ctx, b.settings.Name, b.key(key), minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("reading a file from the bucket: %w", err)
	}
	return &stored{object}, nil
}

// Delete removes the object; that it is not there is no error.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	client, err := b.connect()
	if err != nil {
		return fmt.Errorf("reaching the bucket: %w", err)
	}
	if err := client.RemoveObject(ctx, b.settings.Name, b.key(key), minio.RemoveObjectOptions{}); err != nil {
		return fmt.Errorf("removing a file from the bucket: %w", err)
	}
	return nil
}

// Ready says whether the bucket is there and answers.
func (b *Bucket) Ready(ctx context.Context) error {
	client, err := b.connect()
	if err != nil {
		return fmt.Errorf("reaching the bucket: %w", err)
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	there, err := client.BucketExists(ctx, b.settings.Name)
	if err != nil {
		return fmt.Errorf("asking for the bucket: %w", err)
	}
	if !there {
		return fmt.Errorf("the bucket %s is not there", b.settings.Name)
	}
	return nil
}

// stored is an object, with this package's word for what is not there.
type stored struct{ *minio.Object }

// Read is part of io.ReadSeekCloser.
func (s *stored) Read(p []byte) (int, error) {
	n, err := s.Object.Read(p)
	if err != nil && minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return n, ErrMissing
	}
	return n, err //nolint:wrapcheck // io.EOF must stay bare
}

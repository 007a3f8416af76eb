// Package migrations holds the schema's history as plain SQL, one folder for
// each engine with equal file names. Nothing else may enter: what runs the
// files lives in internal/database.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// For returns the migrations of one engine, "sqlite" or "postgres", as a
// folder of files named NNNN_what.sql.
func For(engine string) (fs.FS, error) {
	if _, err := fs.Stat(files, engine); err != nil {
		return nil, fmt.Errorf("there are no migrations for %q", engine)
	}
	return fs.Sub(files, engine)
}

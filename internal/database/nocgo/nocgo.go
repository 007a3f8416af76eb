// Package sqlite3 stands in for the cgo SQLite driver, which gorm's SQLite
// dialector imports for its side effect only. The driver in use is
// modernc.org/sqlite, so that no C compiler is needed.
package sqlite3

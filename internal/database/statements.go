package database

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm/logger"
)

// QueryCount collects the statements run with one context.
type QueryCount struct {
	mu  sync.Mutex
	ran []string
}

type countKey struct{}

// CountQueries returns a context whose statements are counted, and the count.
// Beginning and ending a transaction is not counted.
func CountQueries(ctx context.Context) (context.Context, *QueryCount) {
	count := &QueryCount{}
	return context.WithValue(ctx, countKey{}, count), count
}

// N is how many statements ran.
func (c *QueryCount) N() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.ran)
}

// Statements are the statements in the order they ran, without the values.
func (c *QueryCount) Statements() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.ran...)
}

// String lists the statements one a line, for a failure message.
func (c *QueryCount) String() string {
	return strings.Join(c.Statements(), "\n")
}

func (c *QueryCount) add(statement string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ran = append(c.ran, strings.Join(strings.Fields(statement), " "))
}

// statements is gorm's logger: it counts, and logs what was slow. Errors are
// returned to the caller, who logs them. Values never get here, because they
// are personal.
type statements struct {
	slow   time.Duration
	engine Engine
}

var _ interface {
	logger.Interface
	ParamsFilter(context.Context, string, ...any) (string, []any)
} = statements{}

// LogMode is part of gorm's logger; there is only one level.
func (s statements) LogMode(logger.LogLevel) logger.Interface { return s }

// Info is part of gorm's logger and unused.
func (statements) Info(context.Context, string, ...any) {}

// Warn is part of gorm's logger and unused.
func (statements) Warn(context.Context, string, ...any) {}

// Error is part of gorm's logger and unused.
func (statements) Error(context.Context, string, ...any) {}

// ParamsFilter takes the values out before gorm writes a statement down.
func (statements) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

// Trace hears of every statement that ran.
func (s statements) Trace(ctx context.Context, begin time.Time, fc func() (string, int64), _ error) {
	count, _ := ctx.Value(countKey{}).(*QueryCount)
	took := time.Since(begin)
	if count == nil && took < s.slow {
		return
	}
	statement, rows := fc()
	statement = s.withoutWords(statement)
	if count != nil {
		count.add(statement)
	}
	if took >= s.slow {
		slog.WarnContext(ctx, "a slow statement", "statement", statement, "rows", rows, "took", took)
	}
}

// withoutWords takes quoted values out of a statement. gorm's Scan writes them
// in, past the filter, because it records the statement with a logger of its own;
// on SQLite it quotes them like names.
func (s statements) withoutWords(statement string) string {
	if s.engine == SQLite {
		statement = doubleQuoted.ReplaceAllString(statement, "?")
	}
	return singleQuoted.ReplaceAllString(statement, "?")
}

var (
	doubleQuoted = regexp.MustCompile(`"(?:[^"]|"")*"`)
	singleQuoted = regexp.MustCompile(`'(?:[^']|'')*'`)
)

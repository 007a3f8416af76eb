package jobs

import (
	"context"
	"log/slog"
	"strings"
)

// riverLog is the log for the library, which tells of every start and round: only
// what an operator ought to know comes through.
func riverLog(log *slog.Logger) *slog.Logger { return slog.New(warnings{log.Handler()}) }

type warnings struct{ slog.Handler }

// Enabled lets warnings and errors through.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// Handle writes the record, unless it complains of what a stop cut short, or that the
// one writer of SQLite is busy, as it is during a long import: the library asks again.
func (w warnings) Handle(ctx context.Context, record slog.Record) error {
	cut := false
	record.Attrs(func(a slog.Attr) bool {
		text := a.Value.String()
		cut = cut || (a.Key == "err" || a.Key == "error") &&
			(strings.HasSuffix(text, context.Canceled.Error()) || strings.Contains(text, "SQLITE_BUSY"))
		return !cut
	})
	if cut {
		return nil
	}
	return w.Handler.Handle(ctx, record)
}

// WithAttrs keeps the bound.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the bound.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }

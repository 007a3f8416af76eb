package part

import (
	"context"
	"io"
	"strconv"
)

// Progress is how far work is that somebody waits for. While it goes on the script looks
// again by itself; without the script the page does (see Again of the frame), and there is
// a link.
type Progress struct {
	Title string // what is being done: "Reading the staff list"
	// Phrase says how far it is, or how it ended.
	Phrase string
	// Percent is drawn as a bar where Known.
	Percent int
	Known   bool
	// Ended says that nothing more happens; Failed that it did not work.
	Ended  bool
	Failed bool
	// Here is the address of the page itself, Next of the result, where there is one.
	Here string
	Next Link
	// Still is the address of the page that does not load itself again, for whoever reads
	// more slowly than it does; empty on that one.
	Still string
}

// Render draws it.
func (p Progress) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

func (p Progress) state() string {
	switch {
	case p.Failed:
		return "failed"
	case p.Ended:
		return "done"
	}
	return "running"
}

func (p Progress) value() string { return strconv.Itoa(p.Percent) }

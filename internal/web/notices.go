package web

import (
	"learningyear/internal/notice"
	"learningyear/templates/part"
)

// NoticeRows are notices as a list of links, each with whom it comes from and since
// when.
func (v *View) NoticeRows(all []notice.Notice) []part.Row {
	rows := make([]part.Row, 0, len(all))
	for _, n := range all {
		rows = append(rows, part.Row{Label: n.Say, Href: n.Href, Hint: n.Words(v.Today, v.Year)})
	}
	return rows
}

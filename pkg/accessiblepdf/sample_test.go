package accessiblepdf

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// An annual report as a program would write it, with something of everything.

var created14July = time.Date(2027, time.July, 14, 15, 10, 0, 0, time.UTC)

func sampleInfo() Info {
	return Info{
		Title: "Appraisal 2027", Author: "Southampton Education Services", Subject: "Annual report",
		Language: "en-GB", Created: created14July, AsAt: "as at 14 July 2027",
	}
}

func sampleTimeline() Timeline {
	t := Timeline{
		Alt: "One interview held in October, one booked for March, the appraisal in July.",
		Marks: []Mark{
			{At: 0.12, Kind: MarkDisc, Label: "1 October"}, {At: 0.56, Kind: MarkRing}, {At: 0.38, Kind: MarkSquare},
			{At: 0.64, Kind: MarkOpenSquare}, {At: 0.86, Kind: MarkDiamond, Label: "Appraisal"},
			{At: 0.04}, {At: 0.3}, {At: 0.52, Kind: MarkNow, Label: "Today"},
		},
		Keys: []Key{{MarkDisc, "Interview"}, {MarkSquare, "Off-the-job learning"}, {MarkDot, "Diary entry"}},
	}
	for i, month := range strings.Fields("Sep Oct Nov Dec Jan Feb Mar Apr May Jun Jul Aug") {
		t.Ticks = append(t.Ticks, Tick{At: float64(i) / 12, Label: month})
	}
	return t
}

func sampleTable(rows int) Table {
	t := Table{Caption: "Off-the-job learning", Headers: []string{"Date", "What", "Time", "Cost"}, Widths: []float64{0.18, 0.5, 0.16, 0.16}}
	for i := range rows {
		t.Rows = append(t.Rows, []string{
			fmt.Sprintf("%d March 2027", i+1), "Digital tools for teaching families" + strings.Repeat(" and more", i%7), "Half a day", "£40.00",
		})
	}
	return t
}

func sampleDocument() *Document {
	d := New(sampleInfo())
	d.Small("Amina Yusuf with Dan Okoro · learning year 2026 to 2027")
	d.Heading(1, "Appraisal 2027")
	d.Note("Signed by both on 14 July 2027, and now closed.", "Nobody can change it.")
	d.Facts([]Fact{
		{"Name", "Małgorzata Szczęśniak-Żółć"}, {"Learning partner", "محمد علی خان"},
		{"Manager", "王小明"}, {"Coordinator", "Nguyễn Thị Ánh Tuyết"},
	})
	d.Timeline(sampleTimeline())
	d.Heading(2, "Target 1. Run a confident online session")
	d.Progress("Success criteria", 2, 3)
	d.Pair(
		Voice{"Amina, self-evaluation", "Met", "Seven families stayed to the end in May.\n\nI would ask for help sooner."},
		Voice{"Dan, response", "Carry on", "Agreed. The story packs are used by the whole team."},
	)
	d.Rule()
	d.Heading(2, "What I learned")
	d.List([]string{"Tick ✓ and box ☐", "An emoji 👩‍🏫 prints as its code points", "شكرا جزيلا"})
	d.Paragraph("Kept line\nbreak.\n\nNext paragraph.")
	d.Table(sampleTable(45))
	d.KeepTogether(func() {
		d.Heading(2, "Agreed and signed")
		d.Signatures([]Signature{
			{"Amina Yusuf", "Sessional tutor", "Signed 14 July 2027, 3:26pm"},
			{Name: "Dan Okoro", Role: "Learning partner"},
		})
	})
	d.Space(4)
	d.WritingLines(3)
	d.PageBreak()
	d.Heading(3, "Appendix")
	d.Heading(4, "Last words")
	d.Paragraph("The end.")
	return d
}

func mustBytes(t testing.TB, d *Document) []byte {
	t.Helper()
	b, err := d.Bytes()
	if err != nil {
		t.Fatalf("writing the document: %v", err)
	}
	return b
}

func BenchmarkReport(b *testing.B) {
	sampleDocument().Bytes() // reads the fonts, once for the program
	b.ReportAllocs()
	for b.Loop() {
		mustBytes(b, sampleDocument())
	}
}

func BenchmarkLongTable(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		d := New(sampleInfo())
		d.Table(sampleTable(2000))
		mustBytes(b, d)
	}
}

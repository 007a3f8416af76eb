package accessiblepdf_test

import (
	"fmt"
	"time"

	"learningyear/pkg/accessiblepdf"
)

func Example() {
	doc := accessiblepdf.New(accessiblepdf.Info{
		Title:    "Appraisal 2027",
		Language: "en-GB",
		Created:  time.Date(2027, time.July, 14, 15, 10, 0, 0, time.UTC),
		AsAt:     "as at 14 July 2027",
	})
	doc.Heading(1, "Appraisal 2027")
	doc.Facts([]accessiblepdf.Fact{{Label: "Name", Value: "Amina Yusuf"}, {Label: "Learning partner", Value: "محمد علی خان"}})
	doc.Heading(2, "Target 1")
	doc.Progress("Success criteria met", 2, 3)
	doc.Pair(
		accessiblepdf.Voice{Who: "Amina, self-evaluation", Tag: "Met", Text: "Seven families stayed to the end."},
		accessiblepdf.Voice{Who: "Dan, response", Tag: "Met", Text: "Agreed."},
	)
	doc.KeepTogether(func() {
		doc.Heading(2, "Agreed and signed")
		doc.Signatures([]accessiblepdf.Signature{
			{Name: "Amina Yusuf", When: "Signed 14 July 2027, 3:26pm"},
			{Name: "Dan Okoro"}, // a line to sign on
		})
	})
	pdf, err := doc.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", pdf[:8])
	// Output: %PDF-1.7
}

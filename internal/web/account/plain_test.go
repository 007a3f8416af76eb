package account

import (
	"strings"
	"testing"

	"learningyear/internal/access"
)

func TestTheRulesInWordsAreTheRules(t *testing.T) {
	rules := rules(access.Rules())
	said := map[string]string{}
	for _, rule := range rules {
		for _, row := range rule.Rows {
			said[rule.Title+", "+row.Key] = row.Value
		}
	}
	for who, want := range map[string]string{
		"Diary entry, You, of your own":              "May read and write",
		"Diary entry, Line manager":                  "",
		"Diary entry, Administrator":                 "",
		"Learning interview, Learning partner":       "May read, count, arrange and hold",
		"Learning interview, Line manager":           "May see that it is there, its state and dates and count",
		"Learning plan, Line manager":                "May read and agree",
		"Trail, Auditor":                             "May read",
		"Accounts, Administrator":                    "May manage",
		"Person, Everybody signed in":                "May read",
		"Learning plan, The operator's command line": "",
	} {
		if said[who] != want {
			t.Errorf("%s: %q, want %q", who, said[who], want)
		}
	}
	for _, r := range access.Rules() {
		found := false
		for _, rule := range rules {
			found = found || strings.EqualFold(rule.Title, string(r.Record))
		}
		if !found {
			t.Errorf("%s is not on the page", r.Record)
		}
	}
}

package demo

import "strings"

// subject is a field of work; what people write comes from theirs.
type subject int

// The subjects. Leading is a second one for those who lead.
const (
	family subject = iota
	english
	maths
	esol
	arts
	supported
	library
	digital
	employment
	advice
	centres
	finance
	data
	office
	systems
	leading
)

// words are what there is to say in a subject.
type words struct {
	lines []line
	goals []goal
	tasks []task
}

func wordsOf(s subject) words {
	switch s {
	case family:
		return familyWords()
	case english:
		return englishWords()
	case maths:
		return mathsWords()
	case esol:
		return esolWords()
	case arts:
		return artsWords()
	case supported:
		return supportedWords()
	case library:
		return libraryWords()
	case digital:
		return digitalWords()
	case employment:
		return employmentWords()
	case advice:
		return adviceWords()
	case centres:
		return centresWords()
	case finance:
		return financeWords()
	case data:
		return dataWords()
	case office:
		return officeWords()
	case systems:
		return systemsWords()
	case leading:
		return leadingWords()
	}
	return words{}
}

func linesOf(s subject) []line { return wordsOf(s).lines }
func goalsOf(s subject) []goal { return wordsOf(s).goals }
func tasksOf(s subject) []task { return wordsOf(s).tasks }

// subjectOf is the subject of a post, else that of its unit.
func subjectOf(title string, unit subject) subject {
	for _, t := range []struct {
		says string
		is   subject
	}{
		{"ESOL", esol}, {"English", english}, {"functional skills", english}, {"maths", maths}, {"digital", digital}, {"family", family},
		{"wellbeing", family}, {"early years", family}, {"museum", arts}, {"dance", arts}, {"supported", supported},
		{"Learning support", supported}, {"interpreter", esol}, {"Executive", office}, {"Division coordinator", office},
		{"Divisional manager", leading}, {"Head of service", leading}, {"Quality", data}, {"auditor", finance},
		{"Apprenticeship administrator", office}, {"Learning administrator", office},
	} {
		if strings.Contains(title, t.says) {
			return t.is
		}
	}
	return unit
}

// teaches says whether those in the subject have learners of their own.
func teaches(s subject) bool {
	switch s {
	case family, english, maths, esol, arts, supported, digital, employment:
		return true
	}
	return false
}

// said gives what everybody may say and, to those who teach, what only they do.
func said(s subject, everybody []string, teachers ...string) []string {
	if teaches(s) {
		return append(everybody, teachers...)
	}
	return everybody
}

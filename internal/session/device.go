package session

import "strings"

// DeviceOf guesses, from what a browser says of itself, words by which a person
// knows their own machine again. Anything unknown is "A browser".
func DeviceOf(userAgent string) string {
	browser := firstWord(userAgent, []known{
		{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
		{"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}, "A browser")
	machine := firstWord(userAgent, []known{
		{"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Android", "an Android phone or tablet"}, {"Windows", "Windows"},
		{"CrOS", "a Chromebook"}, {"Macintosh", "a Mac"}, {"Linux", "Linux"},
	}, "")
	if machine == "" {
		return browser
	}
	return browser + " on " + machine
}

// known is a mark that a browser leaves, and its word; more particular ones come first.
type known struct{ mark, word string }

func firstWord(in string, marks []known, otherwise string) string {
	for _, k := range marks {
		if strings.Contains(in, k.mark) {
			return k.word
		}
	}
	return otherwise
}

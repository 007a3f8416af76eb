//go:build race

package stafflist_test

// slack is how many times what the figures allow is allowed here: the race
// detector takes its time and its memory.
const slack = 8

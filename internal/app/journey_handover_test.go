package app_test

import "testing"

// TestJourneyOfAHandover: somebody gets another line manager in mid-year, with a plan
// that waits to be agreed; what is left for the next one is read by the person at
// once, and on the day access moves with the work.
func TestJourneyOfAHandover(t *testing.T) { widths(t, handedOver) }

func handedOver(t *testing.T, width int64) {
	s := openSmall(t, width)
	staff, plan := s.staff, "/people/amina-yusuf/plan/2026-27"
	first := s.day("2026-12-01")
	dan := s.comes(staff.Dan)
	dan.open(plan).sees("Help parents who worry about numbers").open("/handover").sees("Nothing to hand over now")

	priya := s.comes(staff.Priya)
	priya.open("/manage/people/amina-yusuf").follow("Name another line manager").fill("manager", "Tom Byrne").date("from", first)
	priya.press("Save the line manager").sees("Tom Byrne manages Amina from 1 December 2026.", "Tom Byrne is named from 1 December 2026.")

	// Dan hands her over, and she reads what he writes before he has left the page.
	dan.open("/team").follow("Handing over").sees("You hand over", "From Tuesday 1 December Tom Byrne manages Amina.", "To agree")
	dan.follow("Write what the next line manager should know").sees("Amina Yusuf reads this at once")
	dan.fill("note", "The Saturday group is hers").press("Save the note").sees("Amina can read it now")
	amina := s.comes(staff.Amina)
	amina.open("/").sees("From Tuesday 1 December your line manager is Tom Byrne.").follow("Your handover").sees("“The Saturday group is hers”", "Dan Okoro until Monday 30 November.")
	dan.fill("note", "The Saturday group is hers, and its keys").press("Save the note")
	amina.open("/handover/amina-yusuf").sees("“The Saturday group is hers, and its keys”")

	// Tom knows that she comes, and nothing of her year before the day.
	tom := s.comes(staff.Tom)
	tom.open("/handover").sees("You take over", "Amina Yusuf").lacks("Learning plan", "The Saturday group").hidden(plan)
	tom.hidden("/handover/amina-yusuf")

	// The day has come, and everybody signs in again.
	s.on("2026-12-01")
	dan.signIn(staff.Dan).hidden(plan).open("/handover").sees("You keep what you wrote and signed").lacks("To agree")
	dan.follow("Read the note").sees("“The Saturday group is hers, and its keys”").lacks("How the year stands")
	tom.signIn(staff.Tom).open("/handover").sees("Tom Byrne has managed Amina since Tuesday 1 December.", "To agree")
	tom.follow("Read the note").sees("“The Saturday group is hers, and its keys”", "Of interviews you see dates only.")
	tom.open("/handover").follow("Amina Yusuf").sees("Line manager").hidden("/interviews/" + s.keys["interview"])
	tom.open("/handover").follow("Learning plan").sees("Help parents who worry about numbers").press("Agree this plan").sees("Agreed with Tom Byrne")
	amina.signIn(staff.Amina).open("/plan").sees("Agreed with Tom Byrne")
}

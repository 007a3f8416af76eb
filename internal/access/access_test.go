package access

import (
	"strings"
	"testing"

	"learningyear/internal/fault"
)

func TestNobodyButTheOwnerReadsAPrivateEntry(t *testing.T) {
	everyone := Partner | Manager | Team | DivisionalManager | Coordinator | ReserveHolder | Administrator | Auditor | Colleague | Operator
	if Can(everyone, DiaryEntry, Read) || Shared(everyone, None) {
		t.Error("a private entry is the owner's alone")
	}
	if !Can(Owner, DiaryEntry, Read) || !Shared(Owner, None) {
		t.Error("the owner reads it")
	}
}

func TestSharingReachesOnlyWhoItNames(t *testing.T) {
	if !Shared(Partner|Colleague, Partner) || Shared(Manager|Colleague, Partner) {
		t.Error("shared with the partner is not shared with the manager")
	}
	if Shared(Administrator, Administrator|Coordinator) {
		t.Error("offices are never among those shared with")
	}
}

func TestTheManagerSeesOnlyThatAnInterviewWasHeld(t *testing.T) {
	if Can(Manager, Interview, Read) || !Can(Manager, Interview, ReadState) {
		t.Error("dates only")
	}
}

func TestTheAdministratorReadsNobodysLearning(t *testing.T) {
	for _, rule := range Rules() {
		switch rule.Record {
		case DiaryEntry, Interview, LearningPlan, WorkProgramme, Appraisal:
			if rule.Act == Read && rule.Who.Has(Administrator|Coordinator|Auditor) {
				t.Errorf("%s may %s a %s", rule.Who, rule.Act, rule.Record)
			}
		}
	}
}

func TestTheAuditorChangesNothing(t *testing.T) {
	for _, rule := range Rules() {
		if rule.Who.Has(Auditor) && rule.Act != Read && rule.Act != ReadState && rule.Act != Count {
			t.Errorf("the auditor may %s a %s", rule.Act, rule.Record)
		}
	}
}

func TestRequireHidesWhatMayNotBeSeen(t *testing.T) {
	if err := Require(Colleague, LearningPlan, Read); !fault.Is(err, fault.NotFound) {
		t.Errorf("a colleague's plan: %v", err)
	}
	if err := Require(Colleague, LearningPlan, Agree); !fault.Is(err, fault.NotFound) {
		t.Errorf("agreeing what one may not see: %v", err)
	}
	err := Require(Partner, LearningPlan, Agree)
	if !fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), "line manager") {
		t.Errorf("a partner reads but does not agree, and is told who can: %v", err)
	}
	if err := Require(Manager, LearningPlan, Agree); err != nil {
		t.Error(err)
	}
}

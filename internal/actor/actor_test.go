package actor

import "testing"

func TestNobodyUnlessPutThere(t *testing.T) {
	if !From(t.Context()).Nobody() {
		t.Error("an empty context holds nobody")
	}
	ctx := With(t.Context(), Actor{PersonID: "p1", Roles: []Role{Auditor}})
	if a := From(ctx); a.Nobody() || !a.Has(Auditor) || a.Has(Coordinator) {
		t.Errorf("got %+v", a)
	}
	if From(With(t.Context(), Operator("import"))).Nobody() {
		t.Error("the operator is somebody")
	}
}

func TestEveryRoleHasAName(t *testing.T) {
	for _, r := range Roles() {
		if r.Label() == string(r) {
			t.Errorf("%s has no label", r)
		}
	}
}

//go:build unix

package cluster

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestAClusterLeavesNothingBehind(t *testing.T) {
	ctx := context.Background()
	c, err := Start(ctx)
	if errors.Is(err, ErrNotInstalled) && os.Getenv("TEST_DATABASE_URL") != "" {
		t.Log("a server was given; there are no programs to start one from")
		return
	}
	if errors.Is(err, ErrNotInstalled) && os.Getenv("LEARNINGYEAR_TEST_REQUIRE_ALL") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, c.URL())
	if err != nil {
		t.Fatal(err)
	}
	var lower string
	if err := conn.QueryRow(ctx, "SELECT lower('ŁÉ')").Scan(&lower); err != nil {
		t.Error(err)
	}
	_ = conn.Close(ctx)
	if err := c.Stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(c.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there", c.folder)
	}
	if _, err := pgx.Connect(ctx, c.URL()); err == nil {
		t.Error("the server still answers")
	}
}

func TestVersionsAreReadFromTheProgramsWords(t *testing.T) {
	for text, want := range map[string]int{
		"postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)\n": 15,
		"postgres (PostgreSQL) 9.6.24":                         9,
		"postgres (PostgreSQL) 18beta1":                        18,
		"postgres (PostgreSQL) 17":                             17,
		"something else":                                       0,
		"":                                                     0,
	} {
		if got := parseVersion(text); got != want {
			t.Errorf("%q is version %d, want %d", text, got, want)
		}
	}
}

package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDefaultsAreEnoughForABareMachine(t *testing.T) {
	s, err := Read(nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.BaseURL != "http://127.0.0.1:8080" || s.Zone().String() != "Europe/London" || s.Secure() {
		t.Errorf("got %+v", s)
	}
}

func TestEveryProblemIsToldAtOnce(t *testing.T) {
	_, err := Read([]string{
		"DATABASE_URL=mysql://x", "LISTEN_ADDR=8080", "BASE_URL=https://host/path", "TIME_ZONE=Mars/Olympus",
		"SMTP_URL=mail.example.org", "MAIL_FROM=nobody", "PRODUCT_NAME= ", "TRUSTED_PROXIES=10.0.0.0/8,ten",
	})
	if err == nil {
		t.Fatal("none of this can be served")
	}
	for _, name := range []string{"DATABASE_URL", "LISTEN_ADDR", "BASE_URL", "TIME_ZONE", "SMTP_URL", "MAIL_FROM", "PRODUCT_NAME", "TRUSTED_PROXIES"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in: %v", name, err)
		}
	}
}

func TestFlagsOverrideTheEnvironment(t *testing.T) {
	s, err := Read([]string{"LISTEN_ADDR=127.0.0.1:1"}, func(s *Settings) { s.Listen = "127.0.0.1:2" })
	if err != nil || s.Listen != "127.0.0.1:2" || s.BaseURL != "http://127.0.0.1:2" {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestASecretMayStandInAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(file, []byte("postgres://u:p@db/ly\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Read([]string{"DATABASE_URL_FILE=" + file})
	if err != nil || s.Database != "postgres://u:p@db/ly" {
		t.Errorf("%q, %v", s.Database, err)
	}
}

func TestHTTPSMakesCookiesSecure(t *testing.T) {
	if s, err := Read([]string{"BASE_URL=https://learn.example.org/"}); err != nil || !s.Secure() || s.BaseURL != "https://learn.example.org" {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestWhereFilesAreKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := Read(nil); err != nil || s.Bucket() != nil {
		t.Errorf("%+v, %v", s.Bucket(), err)
	}
	s, err := Read([]string{
		"FILES_URL=s3://learning/files/?endpoint=https://s3.example.org:9000&region=eu-west-2&style=path", "FILES_ACCESS_KEY=reader", "FILES_SECRET_KEY_FILE=" + file,
	})
	want := Bucket{
		Name: "learning", Prefix: "files", Endpoint: "s3.example.org:9000", Secure: true, Region: "eu-west-2", PathStyle: true, AccessKey: "reader", SecretKey: "s3cret",
	}
	if err != nil || *s.Bucket() != want {
		t.Errorf("%+v, %v", s.Bucket(), err)
	}
}

func TestEveryProblemWithFilesIsToldAtOnce(t *testing.T) {
	for _, tc := range []struct {
		url  string
		want []string
	}{
		{"", []string{"FILES_URL must be database, or s3://"}},
		{"/var/files", []string{"FILES_URL must be database, or s3://"}},
		{"s3://Learning.Year", []string{"must name a bucket", "endpoint=", "region=", "FILES_ACCESS_KEY and FILES_SECRET_KEY"}},
		{"s3://me:secret@learning?endpoint=ftp://x&region=a&style=odd&acl=public", []string{"must not hold a password", "endpoint=", "style=path", `"acl"`, "FILES_ACCESS_KEY"}},
		{"s3://learning?endpoint=https://x/learning&region=a", []string{"nothing behind the host"}},
	} {
		_, err := Read(nil, func(s *Settings) { s.FilesURL = tc.url })
		if err == nil {
			t.Errorf("%q was taken", tc.url)
			continue
		}
		for _, want := range tc.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %q is not said in %v", tc.url, want, err)
			}
		}
		if strings.Contains(err.Error(), "secret@") {
			t.Errorf("a password is told: %v", err)
		}
	}
}

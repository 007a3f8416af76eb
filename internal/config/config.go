// Package config reads the settings that an operator gives, from the environment
// and from flags, into one checked value. Every problem is told at once. What an
// organisation sets for itself lives in its database, not here.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// Settings are the operator's settings, checked.
type Settings struct {
	// Database is sqlite:PATH or postgres://…
	Database string `env:"DATABASE_URL" envDefault:"sqlite:var/learningyear.db"`
	// DatabaseFile names a file that holds Database, for secrets kept in files.
	DatabaseFile string `env:"DATABASE_URL_FILE,file"`
	// Listen is the address to serve on, host:port.
	Listen string `env:"LISTEN_ADDR" envDefault:"127.0.0.1:8080"`
	// BaseURL is how people reach the pages; links in mail begin with it.
	BaseURL string `env:"BASE_URL"`
	// TimeZone is the organisation's, by its name in the time zone database.
	TimeZone string `env:"TIME_ZONE" envDefault:"Europe/London"`
	// Product is the name on every page.
	Product string `env:"PRODUCT_NAME" envDefault:"Learning Year"`
	// SMTP is smtp://user:password@host:port or smtps://…; empty writes mail to files.
	SMTP string `env:"SMTP_URL"`
	// MailFolder is where mail is written when there is no SMTP.
	MailFolder string `env:"MAIL_FOLDER" envDefault:"var/mail"`
	// MailFrom is the sender of the product's mail.
	MailFrom string `env:"MAIL_FROM" envDefault:"learning-year@localhost"`
	// FilesURL is where the bytes of attachments are kept: "database", or a bucket
	// as s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION.
	FilesURL string `env:"FILES_URL" envDefault:"database"`
	// FilesAccessKey and FilesSecretKey open the bucket.
	FilesAccessKey string `env:"FILES_ACCESS_KEY"`
	FilesSecretKey string `env:"FILES_SECRET_KEY"`
	// FilesSecretKeyFile names a file that holds FilesSecretKey.
	FilesSecretKeyFile string `env:"FILES_SECRET_KEY_FILE,file"`
	// TrustedProxies are networks whose X-Forwarded headers are believed.
	TrustedProxies []string `env:"TRUSTED_PROXIES"`

	zone    *time.Location
	proxies []*net.IPNet
	bucket  *Bucket
}

// Read takes the settings from the environment given as NAME=value pairs, lets
// each change override them, and checks the whole.
func Read(environ []string, changes ...func(*Settings)) (Settings, error) {
	var s Settings
	if err := env.ParseWithOptions(&s, env.Options{Environment: env.ToMap(environ)}); err != nil {
		return Settings{}, fmt.Errorf("reading the environment: %w", err)
	}
	if s.DatabaseFile != "" {
		s.Database = strings.TrimSpace(s.DatabaseFile)
	}
	if s.FilesSecretKeyFile != "" {
		s.FilesSecretKey = strings.TrimSpace(s.FilesSecretKeyFile)
	}
	for _, change := range changes {
		change(&s)
	}
	if s.BaseURL == "" {
		s.BaseURL = "http://" + s.Listen
	}
	return s, s.check()
}

func (s *Settings) check() error {
	var problems []error
	add := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if !strings.HasPrefix(s.Database, "sqlite:") && !strings.HasPrefix(s.Database, "postgres://") && !strings.HasPrefix(s.Database, "postgresql://") {
		add("DATABASE_URL must be sqlite:PATH or postgres://…")
	}
	if _, port, err := net.SplitHostPort(s.Listen); err != nil || port == "" {
		add("LISTEN_ADDR must be host:port, like 127.0.0.1:8080, not %q", s.Listen)
	}
	if base, err := url.Parse(s.BaseURL); err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") ||
		strings.Trim(base.Path, "/") != "" || base.RawQuery != "" {
		add("BASE_URL must be http:// or https:// and a host, with nothing behind it, not %q", s.BaseURL)
	}
	s.BaseURL = strings.TrimRight(s.BaseURL, "/")
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil || s.TimeZone == "" {
		add("TIME_ZONE must be a name like Europe/London, not %q", s.TimeZone)
	}
	s.zone = zone
	if u, err := url.Parse(s.SMTP); s.SMTP != "" && (err != nil || u.Host == "" || (u.Scheme != "smtp" && u.Scheme != "smtps")) {
		add("SMTP_URL must be smtp:// or smtps:// and a host")
	}
	if _, err := mail.ParseAddress(s.MailFrom); err != nil {
		add("MAIL_FROM must be an email address, not %q", s.MailFrom)
	}
	s.checkFiles(add)
	if strings.TrimSpace(s.Product) == "" {
		add("PRODUCT_NAME must not be empty")
	}
	s.proxies = nil
	for _, network := range s.TrustedProxies {
		prefix, err := netip.ParsePrefix(strings.TrimSpace(network))
		if err != nil {
			add("TRUSTED_PROXIES must be networks like 10.0.0.0/8, not %q", network)
			continue
		}
		_, ipnet, _ := net.ParseCIDR(prefix.Masked().String())
		s.proxies = append(s.proxies, ipnet)
	}
	return errors.Join(problems...)
}

// Zone is the organisation's time zone.
func (s Settings) Zone() *time.Location { return s.zone }

// Proxies are the networks whose X-Forwarded headers are believed.
func (s Settings) Proxies() []*net.IPNet { return s.proxies }

// Secure says that people reach the pages over https.
func (s Settings) Secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

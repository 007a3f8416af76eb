package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"learningyear/internal/config"
)

// TransportFor is how the operator's settings say that mail goes: to an SMTP
// server, or, where none is given, into files.
func TransportFor(s config.Settings) (Transport, error) {
	from, err := mail.ParseAddress(s.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("reading the sender's address: %w", err)
	}
	if from.Name == "" {
		from.Name = s.Product
	}
	if s.SMTP == "" {
		return Files(s.MailFolder, *from), nil
	}
	return SMTP(s.SMTP, *from)
}

// compose makes the mail as it travels. In files the text stays readable as it
// is; servers get an encoding that every one of them takes.
func compose(m Mail, from mail.Address, encoding gomail.Encoding) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithEncoding(encoding), gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(from.Name, from.Address); err != nil {
		return nil, fmt.Errorf("setting the sender: %w", err)
	}
	to := &mail.Address{Name: m.ToName, Address: m.ToAddress}
	if err := CheckAddress(m.ToAddress); err != nil {
		return nil, Permanent(err)
	}
	msg.ToMailAddress(to)
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.At)
	// The same mail keeps its id when it is sent again, so that readers see one.
	_, host, _ := strings.Cut(from.Address, "@")
	msg.SetMessageIDWithValue(m.ID + "@" + host)
	// Nobody's holiday reply is wanted.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, strings.ReplaceAll(m.Body, "\n", "\r\n"))
	return msg, nil
}

// Files writes each mail into a file of the folder, to be read by whoever runs
// the program on their own machine. The folder is made; only its owner can look.
func Files(folder string, from mail.Address) Transport {
	return func(_ context.Context, m Mail) error {
		msg, err := compose(m, from, gomail.NoEncoding)
		if err != nil {
			return err
		}
		var content bytes.Buffer
		if _, err := msg.WriteTo(&content); err != nil {
			return fmt.Errorf("writing the mail: %w", err)
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("making the mail folder: %w", err)
		}
		name := filepath.Join(folder, m.At.UTC().Format("20060102T150405")+"-"+strings.ReplaceAll(m.Kind, " ", "-")+"-"+m.ID+".eml")
		// Whoever watches the folder sees whole mails only.
		if err := os.WriteFile(name+".part", content.Bytes(), 0o600); err != nil {
			return fmt.Errorf("writing the mail: %w", err)
		}
		return os.Rename(name+".part", name)
	}
}

// SMTP hands each mail to the server at smtp://user:password@host:port (with
// STARTTLS; without, only to this very machine) or smtps:// (TLS from the start).
func SMTP(address string, from mail.Address) (Transport, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("SMTP_URL must be smtp:// or smtps:// and a host")
	}
	options := []gomail.Option{gomail.WithTimeout(30 * time.Second)}
	switch {
	case u.Scheme == "smtps":
		options = append(options, gomail.WithSSL(), gomail.WithPort(465),
			gomail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}))
	case local(u.Hostname()):
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic), gomail.WithPort(25))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithPort(587))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		options = append(options, gomail.WithPort(port))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	if _, err := gomail.NewClient(u.Hostname(), options...); err != nil {
		return nil, fmt.Errorf("reading SMTP_URL: %w", err)
	}
	return func(ctx context.Context, m Mail) error {
		msg, err := compose(m, from, gomail.EncodingQP)
		if err != nil {
			return err
		}
		client, err := gomail.NewClient(u.Hostname(), options...)
		if err != nil {
			return fmt.Errorf("reaching the mail server: %w", err)
		}
		err = client.DialAndSendWithContext(ctx, msg)
		var refused *gomail.SendError
		if errors.As(err, &refused) && !refused.IsTemp() && refused.Reason == gomail.ErrSMTPRcptTo {
			return Permanent(err)
		}
		return err
	}, nil
}

func local(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

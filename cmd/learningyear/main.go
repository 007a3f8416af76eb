// Command learningyear is the whole product: it serves the pages, and holds what
// an operator needs to run them.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // a bare machine may have no time zones
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"learningyear/internal/app"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
)

// version is set when the program is built.
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}

// commands is the command line. Flags stand for settings that the environment
// gives too, and win over it.
type commands struct {
	Database string `help:"Where the data is: sqlite:PATH or postgres://… (DATABASE_URL)." placeholder:"URL"`
	Addr     string `help:"Address to serve on, host:port (LISTEN_ADDR)." placeholder:"HOST:PORT"`
	BaseURL  string `name:"base-url" help:"How people reach the pages; links in mail begin with it (BASE_URL)." placeholder:"URL"`

	Serve   serveCommand   `cmd:"" help:"Serve the pages."`
	Demo    demoCommand    `cmd:"" help:"Make the demonstration, where it is not there yet, and serve it."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to this program's schema."`
	Import  importCommand  `cmd:"" help:"Take in people from a staff list."`
	Export  exportCommand  `cmd:"" help:"Take out what the organisation must be able to take out."`
	User    userCommand    `cmd:"" help:"Who can sign in, and with which office."`
	Check   checkCommand   `cmd:"" help:"Check settings, schema, the trail and files."`
	Version versionCommand `cmd:"" help:"Say which version this is."`
}

// session is what a command works with.
type invocation struct {
	ctx      context.Context
	in       io.Reader
	out      io.Writer
	err      io.Writer
	settings func() (config.Settings, error)
}

// exitCode ends the program with a code of its own after the command has said why.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

func run(ctx context.Context, args, environ []string, in io.Reader, out, errOut io.Writer) int {
	var cli commands
	ended := -1
	parser, err := kong.New(&cli, kong.Name("learningyear"),
		kong.Description("Learning Year: learning plans, learning interviews and appraisals for organisations that want to learn."),
		kong.Writers(out, errOut), kong.Exit(func(code int) { ended = code }), kong.UsageOnError(), kong.ShortUsageOnError())
	if err != nil {
		return fail(errOut, err)
	}
	for i, arg := range args {
		if !utf8.ValidString(arg) { // the parser would put another character in the place of the broken one
			return fail(errOut, fmt.Errorf("argument %d is not in UTF-8", i+1))
		}
	}
	parsed, err := parser.Parse(args)
	if ended >= 0 { // --help was asked for and given
		return ended
	}
	if err != nil {
		fmt.Fprintf(errOut, "learningyear: %v; see learningyear --help\n", err)
		return 1
	}
	call := &invocation{ctx: ctx, in: in, out: out, err: errOut}
	call.settings = func() (config.Settings, error) { return cli.settings(environ) }
	if err := parsed.Run(call); err != nil {
		var code exitCode
		if errors.As(err, &code) {
			return int(code)
		}
		return fail(errOut, err)
	}
	return 0
}

// fail tells each problem in one line. A driver goes on in further lines, set in,
// one for each try: those are put behind, each once.
func fail(w io.Writer, err error) int {
	var problems []string
	for _, line := range slices.Compact(strings.Split(err.Error(), "\n")) {
		if last := len(problems) - 1; last >= 0 && strings.HasPrefix(line, "\t") {
			problems[last] = strings.ReplaceAll(problems[last]+"; "+strings.TrimSpace(line), ":; ", ": ")
		} else if line != "" {
			problems = append(problems, line)
		}
	}
	for _, problem := range problems {
		fmt.Fprintf(w, "learningyear: %s\n", problem)
	}
	return 1
}

func (c *commands) settings(environ []string) (config.Settings, error) {
	return config.Read(environ, func(s *config.Settings) {
		if c.Database != "" {
			s.Database = c.Database
		}
		if c.Addr != "" {
			s.Listen = c.Addr
		}
		if c.BaseURL != "" {
			s.BaseURL = c.BaseURL
		}
	})
}

// openReady is open for a command that needs a database with this program's
// schema: it makes none.
func (i *invocation) openReady() (*app.App, error) {
	settings, err := i.settings()
	if err != nil {
		return nil, err
	}
	if path := database.Missing(settings.Database); path != "" {
		return nil, fmt.Errorf("there is no database at %s: name it with --database, or make it with learningyear migrate", path)
	}
	a, err := i.open()
	if err != nil {
		return nil, err
	}
	schema, err := a.DB.SchemaState(i.ctx)
	if err == nil && len(schema.Pending) > 0 {
		err = fmt.Errorf("%d migrations have not been run: run learningyear migrate", len(schema.Pending))
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// open reads the settings and opens the program over its database, which is made
// where it is a file that is not there.
func (i *invocation) open() (*app.App, error) {
	settings, err := i.settings()
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewJSONHandler(i.err, nil))
	return app.Open(i.ctx, settings, clock.System(settings.Zone()), log)
}

// printJSON writes what a command counted, for other programs.
func (i *invocation) printJSON(v any) error {
	encoder := json.NewEncoder(i.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

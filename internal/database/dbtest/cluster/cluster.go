//go:build unix

// Package cluster runs a private PostgreSQL server for tests, from the
// server programs installed on the machine: in a temporary folder, reachable
// only through a socket in it, and gone without trace afterwards. Only tests
// and the program withpostgres may import it.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNotInstalled means that the machine has no PostgreSQL server programs.
var ErrNotInstalled = errors.New("PostgreSQL's server programs (initdb, postgres) are not installed")

// start and stop are how long the server may take for each.
const (
	startWithin = time.Minute
	stopWithin  = 10 * time.Second
)

// Cluster is a running server.
type Cluster struct {
	folder string
	bin    string
	as     *syscall.Credential // nil: as whoever runs this
	server *exec.Cmd
	ended  chan error
}

// Start makes a cluster and waits until it answers. The server ends with the
// thread that called Start, should that be killed: call it from a goroutine
// locked to its thread where that matters.
func Start(ctx context.Context) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, ended: make(chan error, 1)}
	if c.as, err = unprivileged(); err != nil {
		return nil, err
	}
	if c.folder, err = makeFolder(c.as); err != nil {
		return nil, fmt.Errorf("making the server's folder: %w", err)
	}
	if err := c.start(ctx); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// URL is the address of the server's own database.
func (c *Cluster) URL() string {
	address := url.URL{
		Scheme:   "postgres",
		User:     url.User("postgres"),
		Path:     "/postgres",
		RawQuery: url.Values{"host": {c.folder}}.Encode(),
	}
	return address.String()
}

// Stop ends the server and removes everything it wrote. What it held is
// thrown away, so the server is given no time to put it in order.
func (c *Cluster) Stop() error {
	if c.server != nil && c.server.Process != nil {
		_ = c.server.Process.Signal(syscall.SIGQUIT)
		select {
		case <-c.ended:
		case <-time.After(stopWithin):
			_ = c.server.Process.Kill()
			<-c.ended
		}
	}
	return os.RemoveAll(c.folder)
}

func (c *Cluster) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	if err := c.initialise(ctx); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(c.folder, "log"))
	if err != nil {
		return fmt.Errorf("making the server's log: %w", err)
	}
	defer log.Close()

	args := []string{"-D", c.data(), "-k", c.folder, "-c", "listen_addresses="}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	c.server = c.command(context.Background(), "postgres", args...)
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	go func() { c.ended <- c.server.Wait() }()
	return c.answers(ctx)
}

// settings trade every safety for speed: the data lives for one run of tests.
var settings = []string{
	"fsync=off",
	"full_page_writes=off",
	"synchronous_commit=off",
	"wal_level=minimal",
	"max_wal_senders=0",
	"max_connections=200",
	"shared_buffers=64MB",
	"checkpoint_timeout=1h",
	// It would hold the templates that tests copy from.
	"autovacuum=off",
	// Not the applications' zone, so that whoever forgets theirs notices.
	"timezone=Pacific/Chatham",
}

func (c *Cluster) data() string { return filepath.Join(c.folder, "data") }

// initialise writes the files of an empty cluster. Text sorts by code point,
// as in SQLite, while letters of every script have their upper and lower case;
// where the system has no such locale, only those of ASCII do.
func (c *Cluster) initialise(ctx context.Context) error {
	var out []byte
	var err error
	for _, locale := range []string{"C.UTF-8", "C"} {
		out, err = c.command(ctx, "initdb", "-D", c.data(), "-U", "postgres", "-E", "UTF8",
			"--locale="+locale, "-A", "trust", "--no-sync").CombinedOutput()
		if err == nil {
			return nil
		}
	}
	return fmt.Errorf("making the cluster: %w: %s", err, strings.TrimSpace(string(out)))
}

// command prepares one of the server's programs to run as the right user.
func (c *Cluster) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, program), args...)
	cmd.Dir = c.folder
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.folder, "LC_ALL=C"}
	// A process group of its own: Ctrl-C is for the tests, which still need it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: c.as}
	endWithParent(cmd.SysProcAttr)
	return cmd
}

// answers waits until the server takes connections.
func (c *Cluster) answers(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, c.URL())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case ended := <-c.ended:
			c.ended <- ended
			return fmt.Errorf("PostgreSQL ended at once (%w): %s", ended, c.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer (%w): %s", err, c.lastWords())
		case <-tick.C:
		}
	}
}

// lastWords is the end of the server's log.
func (c *Cluster) lastWords() string {
	const last = 2000
	words, _ := os.ReadFile(filepath.Join(c.folder, "log"))
	return strings.TrimSpace(string(words[max(0, len(words)-last):]))
}

// makeFolder makes the folder in which everything happens. Its path must be
// short, because a socket's may have no more than about a hundred bytes.
func makeFolder(owner *syscall.Credential) (string, error) {
	parent := os.TempDir()
	if len(parent) > 60 || owner != nil {
		parent = "/tmp" // root's own may be closed to others
	}
	folder, err := os.MkdirTemp(parent, "ly-pg-")
	if err != nil || owner == nil {
		return folder, err
	}
	if err := os.Chown(folder, int(owner.Uid), int(owner.Gid)); err != nil {
		return "", errors.Join(err, os.Remove(folder))
	}
	return folder, nil
}

// unprivileged is whom to run the server as: PostgreSQL refuses root.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(found.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(found.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("run as root, and there is neither a user postgres nor nobody to run PostgreSQL as")
}

// programs is the folder of the newest installed server programs.
func programs() (string, error) {
	var folders []string
	if path, err := exec.LookPath("postgres"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(out)))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin",
	} {
		found, _ := filepath.Glob(pattern)
		folders = append(folders, found...)
	}
	best, newest := "", 0
	for _, folder := range folders {
		if version := majorVersion(folder); version > newest {
			best, newest = folder, version
		}
	}
	if best == "" {
		return "", ErrNotInstalled
	}
	return best, nil
}

// majorVersion of the server programs in a folder, 0 if they are not there.
func majorVersion(folder string) int {
	if _, err := os.Stat(filepath.Join(folder, "initdb")); err != nil {
		return 0
	}
	out, err := exec.Command(filepath.Join(folder, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	return parseVersion(string(out))
}

// parseVersion reads "postgres (PostgreSQL) 15.8 (Debian …)" as 15.
func parseVersion(text string) int {
	_, rest, _ := strings.Cut(text, "(PostgreSQL) ")
	digits := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(rest)
	}
	version, _ := strconv.Atoi(rest[:digits])
	return version
}

package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module  = "learningyear"
	rootDir = "../.."
)

// room is one line of the table of packages in docs/architecture.md.
type room struct {
	level int
	// below are the levels that it may import, whole; named the packages besides.
	below map[int]bool
	named []string
}

// pkg is what go list says of a package.
type pkg struct {
	Dir, ImportPath, Name              string
	GoFiles                            []string
	Imports, TestImports, XTestImports []string
}

// short is the package's path within the module.
func (p pkg) short() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

// forTests are packages that help tests, and the program that starts a server
// for them.
func (p pkg) forTests() bool { return forTests(p.short()) }

func forTests(short string) bool {
	return strings.HasSuffix(short, "test") || strings.Contains(short, "test/")
}

// inside lists the packages of this module among the imports.
func inside(imports []string) []string {
	var out []string
	for _, i := range imports {
		if strings.HasPrefix(i, module+"/") {
			out = append(out, strings.TrimPrefix(i, module+"/"))
		}
	}
	return out
}

func TestArchitecture(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(rootDir, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	packages := listPackages(t)
	rooms := roomsOf(t, table(t, string(page), "level", "package", "may import"))
	arrows := map[string]string{}
	for _, row := range table(t, string(page), "from", "to", "because") {
		arrows[unquote(row[0])+" → "+unquote(row[1])] = row[2]
	}

	t.Run("every package has its row, and every row its package", func(t *testing.T) {
		seen := map[string]bool{}
		for _, p := range packages {
			if _, ok := rooms[p.short()]; !ok && !p.forTests() {
				t.Errorf("%s is in no row of the table", p.short())
			}
			seen[p.short()] = true
		}
		for name := range rooms {
			if !seen[name] {
				t.Errorf("the table has %s, which is not there", name)
			}
		}
	})
	t.Run("imports go down, and arrows are argued", func(t *testing.T) {
		drawn := map[string]bool{}
		for _, p := range packages {
			for _, to := range inside(p.Imports) {
				if problem := rooms.judge(p, to, arrows); problem != "" {
					t.Error(problem)
				}
				drawn[p.short()+" → "+to] = true
			}
		}
		for arrow, because := range arrows {
			if !drawn[arrow] {
				t.Errorf("the arrow %s is argued and not there", arrow)
			}
			if len(strings.Fields(because)) < 5 {
				t.Errorf("the arrow %s is not argued: %q", arrow, because)
			}
		}
		for name, r := range rooms {
			for _, to := range r.named {
				if !drawn[name+" → "+to] {
					t.Errorf("the table lets %s import %s, which it does not", name, to)
				}
			}
		}
	})
	t.Run("libraries stay behind their doors", func(t *testing.T) {
		doors := table(t, string(page), "library", "only in")
		for _, p := range packages {
			behindDoors(t, p, doors)
		}
	})
	t.Run("pkg could leave the house", func(t *testing.T) {
		for _, p := range packages {
			for _, to := range inside(p.Imports) {
				if strings.HasPrefix(p.short(), "pkg/") && !strings.HasPrefix(to, "pkg/") {
					t.Errorf("%s imports %s", p.short(), to)
				}
			}
		}
	})
	t.Run("groups of pages do not know each other", func(t *testing.T) {
		for _, p := range packages {
			for _, to := range inside(p.Imports) {
				if isPages(p.short()) && isPages(to) {
					t.Errorf("%s imports %s", p.short(), to)
				}
			}
		}
	})
	t.Run("what helps tests is for tests", func(t *testing.T) {
		for _, p := range packages {
			for _, to := range inside(p.Imports) {
				if forTests(to) && !p.forTests() {
					t.Errorf("%s imports %s outside a test", p.short(), to)
				}
			}
		}
	})
	t.Run("pages hold no SQL", func(t *testing.T) {
		for _, p := range packages {
			if strings.HasPrefix(p.short(), "internal/web") || strings.HasPrefix(p.short(), "templates/") || p.short() == "internal/app" || strings.HasPrefix(p.short(), "cmd/") {
				noSQL(t, p)
			}
		}
	})
	t.Run("nothing runs or changes by itself", func(t *testing.T) {
		for _, p := range packages {
			if !p.forTests() {
				nothingByItself(t, p)
			}
		}
	})
	t.Run("the top level holds what it is meant to", topLevel)
}

// isPages says whether a package is a group of pages.
func isPages(short string) bool {
	return strings.HasPrefix(short, "internal/web/") && !forTests(short)
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=Dir,ImportPath,Name,GoFiles,Imports,TestImports,XTestImports", "./...")
	command.Dir = rootDir
	var problems bytes.Buffer
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		t.Fatalf("listing the packages: %v\n%s", err, problems.String())
	}
	var packages []pkg
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.ImportPath != module && strings.HasPrefix(p.ImportPath, module) {
			packages = append(packages, p)
		}
	}
	if len(packages) < 20 {
		t.Fatalf("go list named %d packages only", len(packages))
	}
	return packages
}

// table reads the rows of the Markdown table with exactly these headings.
func table(t *testing.T, page string, headings ...string) [][]string {
	t.Helper()
	lines := strings.Split(page, "\n")
	for i, line := range lines {
		if !slices.Equal(cells(line), headings) {
			continue
		}
		var rows [][]string
		for _, line := range lines[i+2:] {
			row := cells(line)
			if len(row) != len(headings) {
				break
			}
			rows = append(rows, row)
		}
		if len(rows) == 0 {
			t.Fatalf("the table of %v is empty", headings)
		}
		return rows
	}
	t.Fatalf("docs/architecture.md has no table of %v", headings)
	return nil
}

func cells(line string) []string {
	if !strings.HasPrefix(line, "|") {
		return nil
	}
	out := strings.Split(strings.Trim(line, "|"), "|")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

func unquote(cell string) string { return strings.Trim(cell, "`") }

var (
	span   = regexp.MustCompile(`^(\d+)(?:–(\d+))?$`)
	quoted = regexp.MustCompile("`([^`]+)`")
)

type rooms map[string]room

func roomsOf(t *testing.T, rows [][]string) rooms {
	t.Helper()
	out := rooms{}
	for _, row := range rows {
		level, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatalf("level %q is no number", row[0])
		}
		name := unquote(row[1])
		if _, twice := out[name]; twice {
			t.Errorf("%s has two rows", name)
		}
		r := room{level: level, below: map[int]bool{}}
		for part := range strings.SplitSeq(row[2], ",") {
			part = strings.TrimSpace(part)
			bounds := span.FindStringSubmatch(part)
			switch {
			case part == "nothing":
			case strings.HasPrefix(part, "`"):
				r.named = append(r.named, unquote(part))
			case bounds != nil:
				from, _ := strconv.Atoi(bounds[1])
				to := from
				if bounds[2] != "" {
					to, _ = strconv.Atoi(bounds[2])
				}
				for n := from; n <= to; n++ {
					r.below[n] = true
				}
			default:
				t.Errorf("%s may import %q: not understood", name, part)
			}
		}
		out[name] = r
	}
	return out
}

// judge says what is wrong with an import, or nothing.
func (rs rooms) judge(p pkg, to string, arrows map[string]string) string {
	if p.forTests() {
		return ""
	}
	from, target := rs[p.short()], rs[to]
	switch {
	case from.level == 0 || target.level == 0: // in no row, which is said elsewhere
	case target.level > from.level:
		return fmt.Sprintf("%s (level %d) imports %s (level %d): imports go down", p.short(), from.level, to, target.level)
	case target.level == from.level:
		if !slices.Contains(from.named, to) {
			return fmt.Sprintf("%s imports %s on its own level: the table does not name it", p.short(), to)
		}
		if _, argued := arrows[p.short()+" → "+to]; !argued {
			return fmt.Sprintf("%s imports %s on its own level: the arrow is not argued", p.short(), to)
		}
	case !from.below[target.level] && !slices.Contains(from.named, to):
		return fmt.Sprintf("%s imports %s, which its row does not allow", p.short(), to)
	}
	return ""
}

// behindDoors checks that the package uses only the libraries that it may.
func behindDoors(t *testing.T, p pkg, doors [][]string) {
	if p.forTests() {
		return
	}
	for _, row := range doors {
		library := unquote(row[0])
		uses := slices.ContainsFunc(p.Imports, func(i string) bool { return i == library || strings.HasPrefix(i, library+"/") })
		if !uses {
			continue
		}
		allowed := false
		for _, m := range quoted.FindAllStringSubmatch(row[1], -1) {
			ok, err := path.Match(m[1], p.short())
			if err != nil {
				t.Fatalf("the door %q: %v", m[1], err)
			}
			allowed = allowed || ok
		}
		if !allowed {
			t.Errorf("%s imports %s, which is only for %s", p.short(), library, row[1])
		}
	}
}

var sqlWords = regexp.MustCompile(`(?s)\b(SELECT\s.*\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|ORDER\s+BY|LEFT\s+JOIN)\b`)

func noSQL(t *testing.T, p pkg) {
	files, set := parse(t, p)
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && sqlWords.MatchString(lit.Value) {
				t.Errorf("%s: SQL outside the rooms that keep records: %s", set.Position(lit.Pos()), lit.Value)
			}
			return true
		})
	}
}

// unassigned are the package variables that may stand without a value of their
// own: each with why that is no state.
var unassigned = map[string]string{
	"internal/session.codec": "a codec without fields: its zero value is the whole of it",
}

// nothingByItself refuses init functions, and package variables that anything
// changes: by assignment, by counting, by taking their address, or by being made
// to be changed (a lock, a pool, an empty variable).
func nothingByItself(t *testing.T, p pkg) {
	files, set := parse(t, p)
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	// Imports are left empty and every complaint about them ignored: the names of
	// this package are all that is asked about.
	conf := types.Config{Importer: nobody{}, Error: func(error) {}}
	checked, _ := conf.Check(p.ImportPath, set, files, info)

	changed := func(e ast.Expr, how string) {
		id, through := root(e)
		if id == nil {
			return
		}
		use := info.Uses[id]
		if v, ok := use.(*types.Var); ok && checked != nil && v.Parent() == checked.Scope() {
			t.Errorf("%s: the package variable %s is %s", set.Position(e.Pos()), id.Name, how)
		}
		if _, ok := use.(*types.PkgName); ok && through && how != "addressed" {
			t.Errorf("%s: a variable of the package %s is %s", set.Position(e.Pos()), id.Name, how)
		}
	}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s: init runs by itself", set.Position(d.Pos()))
				}
			case *ast.GenDecl:
				if d.Tok == token.VAR {
					withValue(t, p, d, set)
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, e := range n.Lhs {
						changed(e, "assigned to")
					}
				}
			case *ast.IncDecStmt:
				changed(n.X, "counted")
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					changed(n.Key, "assigned to")
					changed(n.Value, "assigned to")
				}
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					changed(n.X, "addressed")
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && slices.Contains([]string{"delete", "clear", "copy"}, f.Name) {
					changed(n.Args[0], "changed")
				}
			}
			return true
		})
	}
}

// withValue refuses a package variable without a value: it could only be meant
// to be given one later.
func withValue(t *testing.T, p pkg, d *ast.GenDecl, set *token.FileSet) {
	for _, s := range d.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok || len(v.Values) > 0 || embedded(d, v) {
			continue
		}
		for _, name := range v.Names {
			if name.Name != "_" && unassigned[p.short()+"."+name.Name] == "" {
				t.Errorf("%s: the package variable %s has no value", set.Position(name.Pos()), name.Name)
			}
		}
	}
}

// embedded says whether the compiler fills the variable from a file.
func embedded(d *ast.GenDecl, v *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{d.Doc, v.Doc} {
		if doc == nil {
			continue
		}
		for _, c := range doc.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}

// root is the name at the bottom of an expression that can be assigned to, and
// whether there is anything on top of it.
func root(e ast.Expr) (id *ast.Ident, through bool) {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x, through
		case *ast.SelectorExpr:
			e, through = x.X, true
		case *ast.IndexExpr:
			e, through = x.X, true
		case *ast.StarExpr:
			e, through = x.X, true
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil, false
		}
	}
}

// nobody imports nothing.
type nobody struct{}

func (nobody) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, filepath.Base(path))
	p.MarkComplete()
	return p, nil
}

func parse(t *testing.T, p pkg) ([]*ast.File, *token.FileSet) {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files, set
}

// topLevel compares what is kept of the repository's top level with what is
// meant to be there.
func topLevel(t *testing.T) {
	allowed := []string{
		"cmd", "pkg", "internal", "templates", "migrations", "docs", "go.mod", "go.sum", "Makefile",
		"README.md", "LICENSE", "CHANGELOG.md", ".ci", ".gitignore",
		// The pages' styles and script are built from these.
		"package.json", "package-lock.json",
		// What everybody has who builds and runs it here; not kept.
		".git", "bin", "var", "node_modules", ".cache",
	}
	entries, err := os.ReadDir(rootDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(allowed, e.Name()) {
			t.Errorf("the top level has %s, which is not meant to be there", e.Name())
		}
	}
	for _, name := range []string{"README.md", "LICENSE", "CHANGELOG.md", ".ci/run", "docs/architecture.md"} {
		if _, err := os.Stat(filepath.Join(rootDir, name)); err != nil {
			t.Errorf("%s is missing", name)
		}
	}
}

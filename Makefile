# make help lists what there is to make.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: run build assets test test-long lint fmt bench generate help need need-long

# No C compiler is needed; make test-long alone uses one, for the race detector.
export CGO_ENABLED := 0
export GOFLAGS := -buildvcs=false
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# Real staff lists and names that the tests read, where they stand beside the project.
ifneq ($(wildcard ../shared/data/.),)
export LEARNINGYEAR_SHARED_DATA ?= $(abspath ../shared/data)
endif

MANIFEST := templates/static/dist/manifest.json
ASSETS := $(shell find templates/assets -type f 2>/dev/null)
FUZZTIME ?= 30s
TESTSUM := bin/testsum
WITHPOSTGRES := bin/withpostgres

run: build ## build it, make the demonstration and serve it on http://127.0.0.1:8080
	@exec bin/learningyear demo

build: assets ## build bin/learningyear
	@.ci/have go
	@[ -x bin/learningyear ] || echo "building the program, the first time for a minute or two"
	@go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/learningyear ./cmd/learningyear

assets: $(MANIFEST)

$(MANIFEST): node_modules/.made package.json $(ASSETS)
	@.ci/have node npm
	@npm run --silent build
	@touch $@

# Installed anew only when the list of packages changes.
node_modules/.made: package-lock.json
	@.ci/have go node npm
	@echo "installing what builds the pages' styles"
	@npm ci --include=dev --no-audit --no-fund --loglevel=error
	@touch $@

test: need assets $(TESTSUM) $(WITHPOSTGRES) ## everything, on SQLite and PostgreSQL and in a browser
	@LEARNINGYEAR_TEST_REQUIRE_ALL=1 $(WITHPOSTGRES) -- $(TESTSUM) -check .ci/lint \
		go test -json -vet=off -p 2 -timeout 25m ./... ./.ci/testsum

# The race detector makes everything about ten times slower, so it goes over the usual tests, and the long ones run without it.
# Tests that send thousands of requests one after the other have nothing for it to find.
ONE_BY_ONE := ^(TestMatrix|TestEveryPageTakesFewStatements|TestHostile.*)$$
LONG = $(sort $(dir $(shell grep -rl --include='*_test.go' --exclude-dir=node_modules LEARNINGYEAR_TEST_LONG .)))

test-long: need-long assets $(TESTSUM) $(WITHPOSTGRES) ## what takes longer: fuzzing for FUZZTIME each, long tests, the race detector
	@LEARNINGYEAR_TEST_REQUIRE_ALL=1 $(WITHPOSTGRES) -- bash -c '\
		.ci/fuzz $(FUZZTIME) && \
		LEARNINGYEAR_TEST_LONG=1 $(TESTSUM) -long go test -json -vet=off -p 1 -timeout 60m $(LONG) && \
		CGO_ENABLED=1 $(TESTSUM) -check .ci/lint go test -json -vet=off -race -skip "$(ONE_BY_ONE)" -p 2 -timeout 60m ./... ./.ci/testsum'

bench: assets $(WITHPOSTGRES) ## how fast things are
	@$(WITHPOSTGRES) -- go test -run '^$$' -bench . -benchmem ./...

lint: ## what can be said about the code without running it
	@.ci/have go
	@.ci/lint

fmt: ## put the code into gofmt's and templ's form
	@find . -name node_modules -prune -o -name '*.go' -print0 | xargs -0 gofmt -w
	@if [ -d templates ]; then go tool -modfile=.ci/tools.mod templ fmt templates; fi

generate: ## make the Go code of the templates anew
	@go tool -modfile=.ci/tools.mod templ generate -path templates

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

need:
	@.ci/have go node npm
	@.ci/need $(if $(TEST_DATABASE_URL),,postgresql) chromium poppler qpdf

need-long: need
	@.ci/need gcc

# Go itself knows when these are up to date.
.PHONY: $(TESTSUM) $(WITHPOSTGRES)
$(TESTSUM):
	@go build -o $@ ./.ci/testsum
$(WITHPOSTGRES):
	@go build -o $@ ./internal/database/dbtest/withpostgres

# make        what there is to do
# make test   every test, with what the tests need installed where that is allowed
.PHONY: help run build test test-go test-browser fuzz bench bench-hot generate lint

help:
	@echo "make run           serve the example inventory at http://127.0.0.1:8080/"
	@echo "make build         build ./recital"
	@echo "make test          every test: Go, linters, fuzzing, the audit and the browser"
	@echo "make test-go       the Go tests alone, with the race detector"
	@echo "make test-browser  the pages in headless Chromium, and the GraphQL over HTTP audit"
	@echo "make fuzz          each fuzz test for 30 seconds (FUZZTIME=5m for longer)"
	@echo "make bench         the benchmarks"
	@echo "make bench-hot     requests per second, beside a handler that only writes the same bytes"
	@echo "make generate      graph/gen and web/dist, from schema.graphql and web/src"

run:
	go run ./cmd/recital serve

build:
	go build -trimpath -ldflags='-s -w' -o recital ./cmd/recital

test:
	.ci/test lint generated go fuzz browser

test-go:
	.ci/test go

test-browser:
	.ci/test browser

fuzz:
	.ci/test fuzz

lint:
	.ci/test lint

bench:
	go test -run '^$$' -bench . -benchmem ./...

bench-hot:
	go test -run '^$$' -bench '^BenchmarkHot$$' -benchtime 5x ./cmd/recital

generate:
	go tool gqlgen generate
	cd web && npm ci --ignore-scripts && npm run build

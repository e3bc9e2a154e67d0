# The one door: `make` alone says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# A compiler at work takes up to 1 GB: as many at once as there are cores and memory for.
JOBS ?= $(shell awk -v cores=$$(nproc) '/^MemAvailable/ { n = int($$2 / 1000000); print n < 1 ? 1 : n < cores ? n : cores }' /proc/meminfo)
build = cmake --preset $(1) --log-level=WARNING >/dev/null && cmake --build build/$(1) -j $(JOBS) --target $(2)

.PHONY: help run dev test check asan tsan fuzz bench bench-federation golden format tidy coverage coverage-check clean packages-run packages-test packages-check packages-fuzz

help: ## this list
	@awk -F ' *## ' '/^[a-z-]+:.*## / { sub(/:.*/, "", $$1); printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: packages-run ## install what is needed, build, and serve on http://localhost:3000 (data in ./data)
	@$(call build,release,akebono)
	@echo "Akebono will be at http://localhost:3000, with its data in $(CURDIR)/data, until Ctrl-C."
	@echo "An account to sign in with, from another terminal (it prints a password):"
	@echo "  build/release/akebono accounts create NAME --email NAME@example.com --role owner --confirmed"
	@build/release/akebono serve $(ARGS)

dev: packages-test ## a server on http://localhost:3000 with demo people and posts, which go when it ends
	@$(call build,dev,akebono)
	@scripts/dev-server

test: packages-test ## install what is needed, build, and run every test on both databases
	@$(call build,release,akebono akebono_tests)
	@scripts/test

check: packages-check ## what CI runs: format, includes, API coverage, the linter, every test
	@scripts/format --check
	@scripts/check-includes
	@$(call build,release,akebono akebono_tests akebono_routes)
	@scripts/api-coverage --check
	@scripts/tidy -j $(JOBS)
	@scripts/test

asan: packages-test ## the tests under the address and undefined-behaviour sanitizers
	@$(call build,asan,akebono akebono_tests)
	@ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 \
		scripts/test --build build/asan sqlite postgresql clients

# What decodes media has threads in libraries that were not built for this sanitizer.
tsan: packages-test ## the tests under the thread sanitizer
	@$(call build,tsan,akebono akebono_tests)
	@TSAN_OPTIONS=second_deadlock_stack=1 GTEST_FILTER='-*Media*:*Emojis:ServerWithS3*:Security54*' scripts/test --build build/tsan sqlite postgresql

fuzz: packages-fuzz ## hostile input for parsers, a minute each (FUZZ_SECONDS)
	@$(call build,fuzz,akebono_fuzz)
	@scripts/fuzz $(ARGS)

bench: packages-test ## fill a database and measure every reading endpoint, on both databases
	@$(call build,release,akebono akebono_bench)
	@scripts/with-postgresql scripts/bench $(ARGS)

bench-federation: packages-test ## measure what sending to 2,000 inboxes and receiving 4,000 activities costs, on both databases
	@$(call build,release,akebono akebono_bench)
	@scripts/with-postgresql scripts/bench-federation $(ARGS)

golden: packages-test ## write the expected JSON files of the tests anew, for review with git diff
	@$(call build,release,akebono akebono_tests)
	@AKEBONO_GOLDEN=write scripts/test sqlite

format: packages-check ## format every C++ file
	@scripts/format

tidy: packages-check ## the linter alone
	@scripts/tidy -j $(JOBS)

coverage: packages-check ## write docs/api-coverage.md anew from the route table
	@$(call build,release,akebono_routes)
	@scripts/api-coverage

coverage-check: packages-check # whether docs/api-coverage.md is what the route table says
	@$(call build,release,akebono_routes)
	@scripts/api-coverage --check

clean: ## remove what was built (the data stay)
	rm -rf build

packages-run packages-test packages-check packages-fuzz: packages-%:
	@scripts/install-packages $*

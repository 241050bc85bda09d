# The only verbs of this repository. `make` prints them.

# STRICT=1 makes `test` and `check` fail when a tool is missing, instead of naming it at the end.
STRICT ?= 0

.DEFAULT_GOAL := help
.PHONY: help demo test check fmt gen bench bench-large bench-node bench-python bench-kotlin bench-swift model reliability packages setup setup-swift

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  STRICT=1          with test or check: a missing tool is a failure'

demo: ## walk through the main job on a real store; needs make, Rust and a C compiler
	@scripts/demo

test: ## run every test that this machine has the tools for
	@STRICT=$(STRICT) scripts/test all

check: ## the fast part of test: format, lints, documentation, licences, generated files
	@STRICT=$(STRICT) scripts/test fast

fmt: ## format the code
	cargo fmt --all

gen: ## write every generated file anew: docs/errors.md, core/schema.sql, test vectors, keywright.aio, Kotlin and Swift
	@scripts/gen

bench: ## measure, each figure as a ratio inside one run; ONLY=checks, follow, threads, creating, million or table picks a group
	cargo bench -p keywright --bench figures --features testing -- $(ONLY)

bench-large: ## the same with up to 10,000,000 keys, and the picture docs/growth.svg; 4 GB of memory, 10 GB of disk
	cargo bench -p keywright --bench figures --features testing -- large

bench-python: ## the same for the Python package, as it is released, beside what one would use instead
	@scripts/bench-python

bench-node: ## the same for the npm package
	@scripts/bench-node

bench-kotlin: ## the same for the JVM: a hot key by JNI, by JNA, and what the JDK takes for one SHA-256
	@scripts/bench-kotlin

bench-swift: ## the same for the Swift package, beside plain calls of C
	@scripts/bench-swift

reliability: ## run the long tests in full: kills, forks, full disks; ONLY=kills, forks, changes, rights, stale or disks picks one
	@scripts/reliability

model: ## try every interleaving of the table of keys with loom; minutes, in a build folder of its own
	RUSTFLAGS='--cfg loom' cargo test -p keywright --lib --target-dir target/loom -- --test-threads 2 table::model

packages: ## build what can be installed, optimised: the command line, wheel, npm package, JAR, and library for Swift
	@scripts/packages

setup: ## install what make test needs (Debian, as root), or print the commands
	@scripts/setup

setup-swift: ## get Swift for its tests: one on the machine, or a small Debian 13 with it (Debian, as root; 2.6 GB)
	@scripts/setup-swift

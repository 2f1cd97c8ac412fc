# Every target makes its own environment first; Python 3.11 to 3.13 and make are enough.

SHELL := /bin/sh
.DEFAULT_GOAL := help

SUITABLE = import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c "$(SUITABLE)" >/dev/null 2>&1 && echo "$$p" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate
LOCKS := requirements/run.txt requirements/image.txt requirements/dev.txt
TERMINAL := $(patsubst %,--no-emit-package %,typer rich pygments shellingham annotated-doc colorama)
PEERS := tests/peers/node_modules/.package-lock.json
CLAUDE := .venv/.claude/fetched
WORKFLOWS := $(wildcard examples/cv-*.yml)
ARGS ?=

.PHONY: help demo test check format readme lock bench mutation image pictures clean

help:
	@echo "make demo      render an example CV into demo/"
	@echo "make test      run the tests (ARGS='-k word' for some of them)"
	@echo "make check     formatting, lint, types, layers, workflows, tables, locks"
	@echo "make format    write the formatting"
	@echo "make readme    write action.yml's tables into README.md"
	@echo "make image     build the container and run it as the runner does"
	@echo "make bench     measure"
	@echo "make mutation  break the guard's rules and see whether a test notices (ARGS='--sample 40')"
	@echo "make pictures  draw the README's pictures"
	@echo "make lock      compile the locks (needs uv; UPGRADE=--upgrade for newer versions)"

# --- environment

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed (on Debian: python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt tools/link_package.py | .venv/bin/python
	@$(PIP) -r requirements/run.txt
	@$(BIN)/python tools/link_package.py
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@$(PIP) -r requirements/dev.txt
	@touch $@

# npm writes this file when everything is in its place; without npm the tests skip and say so
$(PEERS): tests/peers/package.json tests/peers/package-lock.json
	@if command -v npm >/dev/null; then cd tests/peers && npm ci; fi

# as the program fetches it, so that its tests have it; without it they skip and say so
FETCH = import os, pathlib; from cv_action.adapters.claude_wheel import fetched; \
	found = fetched(pathlib.Path(".venv/.claude").resolve(), os.environ); \
	raise SystemExit(found if isinstance(found, str) else 0)
$(CLAUDE): cv_action/adapters/claude.txt | .venv/.dev
	@if $(BIN)/python -P -c '$(FETCH)'; then touch $@; fi

# --- what people run

demo: .venv/.run
	@$(BIN)/python -P -m cv_action demo demo

test: .venv/.dev $(PEERS) $(CLAUDE)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadgroup --quiet $(ARGS)

check: .venv/.dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo --no-cache >.venv/layers.txt || { cat .venv/layers.txt; exit 1; }
	@$(BIN)/zizmor --offline --quiet --no-progress action.yml .github
	@$(BIN)/zizmor --offline --quiet --no-progress --persona=pedantic $(WORKFLOWS)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/actionlint
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/actionlint $(WORKFLOWS)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions action.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml $(WORKFLOWS)
	@$(BIN)/python tools/readme_tables.py --check
	@if command -v uv >/dev/null; then $(MAKE) --no-print-directory fresh; fi
	@echo "check: everything holds"

format: .venv/.dev
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

readme: .venv/.dev
	@$(BIN)/python tools/readme_tables.py

image: .venv/.dev
	@CV_ACTION_NO_SKIP=1 $(BIN)/python -m pytest --quiet tests/image $(ARGS)

bench: .venv/.dev
	@$(BIN)/python -P benchmarks/run.py
	@$(BIN)/python -P benchmarks/ledger.py
	@$(BIN)/python -P benchmarks/simulation.py
	@$(BIN)/python -P benchmarks/asking.py
	@$(BIN)/python -P benchmarks/publishing.py
	@$(BIN)/python -P benchmarks/container.py
	@$(BIN)/python -P benchmarks/guard/score.py

mutation: .venv/.dev
	@$(BIN)/python -P tools/mutation.py $(ARGS)

pictures: .venv/.dev
	@$(BIN)/python -P tools/pictures.py

# --- locks: what runs, what of it the container needs (a terminal's libraries aside), what develops

lock:
	@$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt
	@$(COMPILE) pyproject.toml $(TERMINAL) -c requirements/run.txt -o requirements/image.txt
	@$(COMPILE) $(UPGRADE) pyproject.toml --group test --group lint -c requirements/run.txt -o requirements/dev.txt

.PHONY: fresh
fresh:
	@rm -rf .venv/locks && mkdir -p .venv/locks && cp $(LOCKS) .venv/locks
	@$(COMPILE) pyproject.toml -o .venv/locks/run.txt
	@$(COMPILE) pyproject.toml $(TERMINAL) -c .venv/locks/run.txt -o .venv/locks/image.txt
	@$(COMPILE) pyproject.toml --group test --group lint -c .venv/locks/run.txt -o .venv/locks/dev.txt
	@for f in run image dev; do cmp requirements/$$f.txt .venv/locks/$$f.txt || { echo "The locks are not what pyproject.toml says: run make lock"; exit 1; }; done

clean:
	@rm -rf .venv demo build tests/peers/node_modules .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

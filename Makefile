# `make demo` and `make test` set up all they need in .venv; PYTHON chooses the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location
WORKERS ?= 2
FOREIGN := .venv-oracles/.ready
SPECS := .venv-oracles/specs/.ready
JS := tests/oracles/js
SEEDS ?= 0-9

.PHONY: help demo test foreign oracles quick check format format-check lint types imports docs bench bench-queries bench-peers bench-richtext soak crash-test picture requirements clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "ticketr needs Python 3.11 or newer; name one with PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv

# The files name every package there is to install, so nothing is resolved: a newer release of one changes nothing.
$(RUN): .venv/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	@echo "setting up .venv ..." >&2
	@$(INSTALL) --no-deps --require-hashes -r requirements/build.txt
	@$(INSTALL) --no-deps --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUN) requirements/dev.txt
	@$(INSTALL) --no-deps --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip check --disable-pip-version-check >&2
	@touch $@

demo: $(RUN) ## the main job, on an embedded Jira sandbox
	@$(BIN)/ticketr demo

test: $(DEV) ## the whole suite, with coverage
	@$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term --cov-fail-under=80

# An environment of its own, made anew: other people's programs want other versions than ours.
$(FOREIGN): requirements/oracles.txt
	@$(PYTHON) -m venv --clear .venv-oracles
	@.venv-oracles/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@.venv-oracles/bin/python -m pip check --disable-pip-version-check
	@touch $@

$(JS)/node_modules/.package-lock.json: $(JS)/package.json $(JS)/package-lock.json
	@npm ci --prefix $(JS) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

foreign: $(DEV) $(FOREIGN) $(JS)/node_modules/.package-lock.json

oracles: foreign ## programs made for Jira take the sandbox for one (needs Node.js)
	@$(BIN)/python -m pytest -q -s tests/oracles

quick: $(DEV) ## the part of the suite that answers in under 30 seconds
	@$(BIN)/python -m pytest -n $(WORKERS) -q -m "not slow and not oracle and not keychain and not terminal"

check: format-check lint types imports docs test ## everything CI asks

format: $(DEV) ## rewrite the sources in the house format
	@$(BIN)/ruff format src tests scripts
	@$(BIN)/ruff check --fix-only --quiet src tests scripts

format-check: $(DEV)
	@$(BIN)/ruff format --check src tests scripts

lint: $(DEV)
	@$(BIN)/ruff check src tests scripts

types: $(DEV)
	@$(BIN)/mypy

imports: $(DEV)
	@$(BIN)/lint-imports

docs: $(DEV) ## the documentation's own tests
	@$(BIN)/python -m pytest -q tests/docs

bench: $(DEV) ## figures, as ratios to a bare interpreter
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python scripts/bench.py
	@$(BIN)/python scripts/bench_store.py
	@$(BIN)/python scripts/pull_memory.py

bench-queries: $(DEV) ## queries and search on 1,000 to 1,000,000 tickets: COUNTS=1000,10000 ROUNDS=9
	@$(BIN)/python scripts/bench_queries.py $(if $(COUNTS),--counts $(COUNTS)) $(if $(ROUNDS),--rounds $(ROUNDS))

bench-peers: $(DEV) $(FOREIGN) ## the same questions beside other people's programs, against a sandbox of 10,000
	@$(BIN)/python scripts/query_peers.py

soak: $(DEV) ## the state machine over many seeds: SEEDS=0-99, resumed where it was
	@$(BIN)/python scripts/soak.py $(SEEDS)

crash-test: $(DEV) ## kill -9 at every point, and 300 times in runs of 200 tickets
	@$(BIN)/python scripts/crash_test.py
	@$(BIN)/python scripts/crash_test.py --edition datacenter --every 10 --random 60

$(SPECS): requirements/specs.txt $(FOREIGN)
	@.venv-oracles/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
		--require-hashes -r $< -d $(dir $@)
	@touch $@

bench-richtext: $(DEV) $(FOREIGN) $(SPECS) ## what comes back of rich texts, and how fast, beside other converters
	@$(BIN)/python scripts/bench_richtext.py

picture: $(RUN) ## docs/terminal.svg, from a real run of the demo
	@$(BIN)/python scripts/picture.py

requirements: $(DEV) ## pin requirements/*.in anew
	@requirements/compile

clean:
	rm -rf .venv .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist

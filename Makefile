# Everything that is done to this project more than once. `make` alone lists it.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8001

BIN := .venv/bin
DEMO := demo/archive.db
GENERATED := README.md CONTRIBUTING.md docs/host.md docs/researcher.md docs/fan.md

# The environment's own pip where it has one, else the pip of $(PYTHON), told to work there.
PIP = $(shell $(BIN)/python -m pip --version >/dev/null 2>&1 && echo "$(BIN)/python -m pip" || echo "$(PYTHON) -m pip --python $(BIN)/python")
# setuptools comes first, so that building the package fetches nothing that is not pinned.
INSTALL = $(PIP) install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs screenshots scale bench migration constraints

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

demo: .venv/installed ## install, ingest the bundled interview and serve it: make demo PORT=8080 HOST=0.0.0.0
	@mkdir -p $(dir $(DEMO))
	$(BIN)/podarchive ingest $(DEMO) ingest/samples/why-nvidia-builds-open-models.txt
	$(BIN)/podarchive serve $(DEMO) --host $(HOST) --port $(PORT)

test: .venv/installed-dev ## run all tests; those in a browser are skipped where there is no Chromium
	$(BIN)/python -m pytest

lint: .venv/installed-dev ## check style, types, the direction of imports and the generated documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check --check-fail-msg="run 'make docs'" -I . $(GENERATED)

format: .venv/installed-dev ## put the code into its one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/installed-dev ## write help texts, tables and answers into the documentation
	$(BIN)/cog -r -U -I . $(GENERATED)

screenshots: .venv/installed-dev ## photograph every page into build/screenshots: make screenshots ARCHIVE=… Q=…
	$(BIN)/python -m tests.screenshots $(ARCHIVE) $(if $(Q),--query "$(Q)")

scale: .venv/installed-dev ## make an archive of a million utterances, build/scale.db, to measure the site with
	$(BIN)/python -m tests.bench.scale

bench: .venv/installed-dev ## measure speed and memory
	$(BIN)/python -m tests.bench

migration: .venv/installed-dev ## write the next migration from archive/schema.py: make migration m="add aliases"
	@$(BIN)/python -m tests.migration "$(m)"

constraints: ## pin what a fresh environment gets today
	$(PYTHON) -m venv --clear build/pins
	build/pins/bin/python -m pip install --quiet setuptools --editable '.[dev]'
	{ sed '/^[^#]/,$$d' constraints.txt; build/pins/bin/python -m pip freeze --all --exclude pip --exclude-editable; } > build/pins/constraints.txt
	mv build/pins/constraints.txt constraints.txt
	rm -rf build/pins

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON): older than Python 3.11; run make PYTHON=…" >&2; exit 1; }
	@# Some systems ship Python without ensurepip: the environment then goes without a pip of its own.
	@$(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m venv --clear --without-pip .venv

.venv/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) setuptools
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) setuptools
	$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch .venv/installed $@

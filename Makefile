# make run    set up and serve, with a demonstration conference      make test   set up and run the whole suite
# make check  ruff, mypy, import-linter, migrations                  make bench  print the benchmarks' table
# make format mend what ruff can mend                                make lock   newer requirements, within pyproject's ranges
# make messages  new texts of pages into the catalogues              make words  what the server reads of them (run and test do)
# make clean  remove .venv
# Needs Python 3.11 or newer; everything else is installed into .venv from the locked requirements.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --no-annotate --no-header --allow-unsafe --no-strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --build-deps-for editable

# What one database shows as well as two: the calendars use none; that every route is asked as everybody, that queries
# do not grow with rows and what a browser shows are seen on SQLite.
ELSEWHERE := --ignore=tests/calendars --ignore=tests/api/matrix --ignore=tests/api/test_contract.py \
	--ignore=tests/api/test_query_counts.py --ignore=tests/web/browser

.PHONY: run test check format bench lock messages words clean

run: $(VENV)/base words
	@$(BIN)/openevent migrate
	@$(BIN)/openevent demonstration
	@$(BIN)/openevent serve $(SERVE)

test: $(VENV)/dev words
	$(BIN)/python -m pytest -n auto --database postgresql -m "not processes" $(or $(TESTS),$(ELSEWHERE))
	$(BIN)/python -m pytest -n auto $(TESTS)

check: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings openevent.settings

format: $(VENV)/dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks

# What pages say in other languages: new texts go into the catalogues, to be translated there …
messages: $(VENV)/dev
	$(BIN)/python -m openevent.web.catalogs update

# … and what the server reads is made of them.
words: $(VENV)/base
	@$(BIN)/python -m openevent.web.catalogs compile

lock: $(VENV)/dev
	$(LOCK) --upgrade --extra caldav -o requirements/base.txt pyproject.toml
	$(LOCK) --upgrade --all-extras -o requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Open Event Server needs Python 3.11 or newer; say which with PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/base: requirements/base.txt pyproject.toml | $(VENV)/bin/python
	@echo 'Installing what the server needs (once) …'
	$(PIP) --require-hashes -r requirements/base.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@echo 'Installing what the tests need (once) …'
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/base

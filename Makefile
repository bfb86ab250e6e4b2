# Two commands for a newcomer: `make run` and `make test`. What they need is set up in .venv, once.
#   make run                                          the workbench in the browser, on the demo company
#   make run MAILBOX=~/Mail/takeout.mbox ME=you@firm.com   Today for your own mail (it is only read)
PYTHON ?= python3
MAILBOX ?=
ME ?=
BIN := .venv/bin
# Compiled modules are kept beside the source: every process that a test starts would compile them anew.
export PYTHONDONTWRITEBYTECODE :=
.PHONY: run test test-long bench lint format words lock wheel clean

run: .venv/run.stamp
	@if [ -n "$(MAILBOX)" ]; then $(BIN)/sellwright today "$(MAILBOX)" $(if $(ME),--me "$(ME)"); \
	else exec $(BIN)/sellwright serve --demo; fi

# All tests run on SQLite; what speaks to the database runs once more on PostgreSQL. Form, types and imports are checked
# beside them. What could not run is said last. A file of tests stays on one process: it shares what it made ready.
# Three processes for two cores: tests of servers wait a good part of their time. On PostgreSQL nothing is killed here;
# `SELLWRIGHT_TEST_DATABASE=postgresql pytest -k kill` does that.
STORED = tests/store tests/derive tests/jobs tests/actions $(addprefix tests/screens/test_, \
	deals.py finding.py people_page.py query_counts.py search.py today_page.py)
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not long"
CHECKED := .venv/checked
test: export SELLWRIGHT_NOT_RUN = $(CURDIR)/.venv/not-run
test: .venv/dev.stamp
	@rm -f $(SELLWRIGHT_NOT_RUN) $(CHECKED); \
	{ $(MAKE) --no-print-directory lint >$(CHECKED).said 2>&1 && touch $(CHECKED); } & \
	status=0; $(PYTEST) || status=1; \
	echo "And on PostgreSQL:"; \
	SELLWRIGHT_TEST_DATABASE=postgresql $(PYTEST) -k "not kill and not parity" $(STORED) || status=1; \
	wait; cat $(CHECKED).said; test -f $(CHECKED) || status=1; \
	test ! -f $(SELLWRIGHT_NOT_RUN) || cat $(SELLWRIGHT_NOT_RUN); \
	exit $$status

test-long: .venv/dev.stamp
	@$(BIN)/pytest -m long

bench: .venv/dev.stamp
	@for bench in bench/bench_*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

lint: .venv/dev.stamp
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check . || { echo "Not in form: run make format"; exit 1; }
	@SELLWRIGHT_KEY=lint $(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

format: .venv/dev.stamp
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

.venv/run.stamp: requirements.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py run

.venv/dev.stamp: requirements-dev.lock pyproject.toml tools/setup.py tools/programs.py
	@$(PYTHON) tools/setup.py dev

# The words of the pages and their translations (docs/running/translating.md): make words, or make words IN=fr
IN ?=
words: .venv/dev.stamp
	@$(BIN)/python tools/words.py $(IN)

# Lock files carry hashes and no host names.
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
lock: .venv/dev.stamp
	@$(LOCK) --group setup --extra workbench pyproject.toml -o requirements.lock
	@$(LOCK) --group dev --extra workbench --extra postgres pyproject.toml -o requirements-dev.lock

# The package as others install it, in dist/.
wheel: .venv/run.stamp
	@$(BIN)/python -m hatchling build -t wheel -d dist

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache

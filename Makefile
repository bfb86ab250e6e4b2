# Two commands for a newcomer: `make run` and `make test`. What they need is set up in .venv, once.
#   make run                                          the workbench in the browser, on the demo company
#   make run MAILBOX=~/Mail/takeout.mbox ME=you@firm.com   Today for your own mail (it is only read)
PYTHON ?= python3
MAILBOX ?=
ME ?=
BIN := .venv/bin
.PHONY: run test test-long bench lint format words lock clean

run: .venv/run.stamp
	@if [ -n "$(MAILBOX)" ]; then $(BIN)/sellwright today "$(MAILBOX)" $(if $(ME),--me "$(ME)"); \
	else exec $(BIN)/sellwright serve --demo; fi

# Tests that store run twice: on SQLite with all others, then on PostgreSQL; but for the sweeps over every door and the
# browser, whose pages are the same on both. What could not run is said last.
STORED = $(filter-out tests/access/ tests/browser/,$(dir $(shell grep -ls with_django tests/*/__init__.py)))
test: export SELLWRIGHT_NOT_RUN = $(CURDIR)/.venv/not-run
test: .venv/dev.stamp lint
	@rm -f $(SELLWRIGHT_NOT_RUN); status=0; \
	$(BIN)/pytest -n 2 -m "not long" || status=1; \
	echo "And on PostgreSQL:"; \
	SELLWRIGHT_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 -m "not long" $(STORED) || status=1; \
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

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache

# Two commands for a newcomer: `make run` and `make test`. What they need is set up in .venv, once.
#   make run                                          Today for the demo company, in the terminal
#   make run MAILBOX=~/Mail/takeout.mbox ME=you@firm.com   Today for your own mail (it is only read)
PYTHON ?= python3
MAILBOX ?=
ME ?=
BIN := .venv/bin
.PHONY: run test test-long bench lint format lock clean

run: .venv/run.stamp
	@if [ -n "$(MAILBOX)" ]; then $(BIN)/sellwright today "$(MAILBOX)" $(if $(ME),--me "$(ME)"); \
	else $(BIN)/sellwright today --demo; fi

test: .venv/dev.stamp lint
	@$(BIN)/pytest -n 2 -m "not long"

test-long: .venv/dev.stamp
	@$(BIN)/pytest -m long

bench: .venv/dev.stamp
	@for bench in bench/bench_*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

lint: .venv/dev.stamp
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check . || { echo "Not in form: run make format"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

format: .venv/dev.stamp
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

.venv/run.stamp: requirements.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py run

.venv/dev.stamp: requirements-dev.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py dev

# Lock files carry hashes and no host names.
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
lock: .venv/dev.stamp
	@$(LOCK) --group setup --extra workbench pyproject.toml -o requirements.lock
	@$(LOCK) --group dev --extra workbench --extra postgres pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache

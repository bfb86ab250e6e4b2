# Two commands for a newcomer: `make run` and `make test`. Everything they need is set up in .venv.
PYTHON ?= python3
MAILBOX ?=
ME ?=
VENV := .venv
BIN := $(VENV)/bin
.PHONY: run test test-long bench lint lock clean

run: $(VENV)/run.stamp
	@if [ -n "$(MAILBOX)" ]; then $(BIN)/sellwright today "$(MAILBOX)" $(if $(ME),--me "$(ME)"); else $(BIN)/sellwright today --demo; fi

test: $(VENV)/dev.stamp lint
	@$(BIN)/pytest -n 2 -m "not long"

test-long: $(VENV)/dev.stamp
	@$(BIN)/pytest -m "long"

bench: $(VENV)/dev.stamp
	@for b in bench/bench_*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check -q src tests bench && $(BIN)/ruff format -q --check src tests bench && $(BIN)/mypy && $(BIN)/lint-imports

$(VENV)/run.stamp: requirements.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py run

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py dev

lock:
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group setup pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache

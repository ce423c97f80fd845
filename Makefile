# fakeaws: every target sets up what it needs in .venv, from Python, make and a package index.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test test-floor check test-all bench soak try-wheel format tables clean

$(STAMP): pyproject.toml
	$(PYTHON) tools/environment.py $(VENV)
	@touch $@

demo: $(STAMP)  ## the main job: one bug of the example application, as a timeline
	@$(BIN)/python examples/orders/demo.py

FLOOR  := .venv-floor
FLOOR_STAMP := $(FLOOR)/.installed

$(FLOOR_STAMP): pyproject.toml
	$(PYTHON) tools/environment.py $(FLOOR) floor
	@touch $@

test-floor: $(FLOOR_STAMP)  ## the interception tests with the oldest botocore that is supported, and aioboto3
	$(FLOOR)/bin/python -m pytest -n 2 --dist loadfile -q tests/intercept

test: test-floor $(STAMP)  ## every test, parallel, in random order
	$(BIN)/python -m pytest -n 2 --dist loadfile -q

check: $(STAMP)  ## format, lint, types, imports, generated tables
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports
	$(BIN)/python tools/coverage_table.py --check

test-all:  ## the tests on every supported Python found on PATH or below pyenv
	$(PYTHON) tools/test_all.py

bench: $(STAMP)  ## beside moto and botocore's floor, in one run
	$(BIN)/python -m benchmarks

soak: $(STAMP)  ## the determinism scenario many times over
	$(BIN)/python tools/soak.py

try-wheel: $(STAMP)  ## the built wheel in an empty environment: the README's first test and the example
	$(BIN)/python tools/try_wheel.py

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

tables: $(STAMP)  ## write the generated tables of the docs anew
	$(BIN)/python tools/coverage_table.py

clean:
	rm -rf $(VENV) .venv-*

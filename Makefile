# Everything sets itself up: `make demo`, `make test` and `make check` need Python 3.11 or newer, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export OPENBLAS_NUM_THREADS ?= 1

# Real data for tests, where they are at hand; tests that need them skip with a reason otherwise.
ifneq ($(wildcard ../shared/data),)
export FIRMWATT_DATA ?= $(abspath ../shared/data)
endif

.PHONY: help demo test check format docs scenarios bench wheel clean
help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort

$(STAMP): requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "firmwatt needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Set PYTHON=…"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP)  ## plan the built-in programme `stargate` on sampled days and write runs/stargate with its report
	$(BIN)/firmwatt plan stargate --resolution 4x48 --gap 1e-5 --out runs/stargate

test: $(STAMP)  ## run all tests and doctests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(STAMP)  ## all that CI runs: format, lint, types, generated docs, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tools.docs --check
	$(MAKE) test

format: $(STAMP)  ## format and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP)  ## write the generated pages of docs/ anew
	$(BIN)/python -m tools.docs

scenarios: $(STAMP)  ## plan all built-in scenarios and their variants anew, sampled and on every hour, then write the pages
	$(BIN)/python -m tools.scenario_runs
	$(BIN)/python -m tools.scenario_runs --all-hours
	$(BIN)/python -m tools.docs

bench: $(STAMP)  ## time planning beside PyPSA; writes benchmarks/results.json
	$(BIN)/python benchmarks/run.py

wheel: $(STAMP)  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:  ## remove the virtual environment and caches
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis

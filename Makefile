# Every verb of the repository. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready-$(shell cat requirements.lock requirements-dev.lock pyproject.toml | cksum | cut -d' ' -f1)

.PHONY: help serve test lint format types contracts check benchmark demo lock clean

help: ## List the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1\t\2/' | expand -t 12

$(READY): requirements.lock requirements-dev.lock pyproject.toml
	@echo "Setting up the environment in $(VENV) (once, about a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one: make serve PYTHON=/usr/bin/python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@rm -f $(VENV)/.ready-* && touch $@

serve: $(READY) ## Set up and run the product (MULTIPLANE_PORT, MULTIPLANE_DATA, ... are passed on)
	@exec $(BIN)/multiplane serve $(ARGS)

demo: $(READY) ## Fill the data folder with a small production to look at
	@exec $(BIN)/multiplane demo $(ARGS)

test: $(READY) ## Set up and run the whole test suite
	@$(BIN)/python -m pytest -n $${WORKERS:-auto} $(ARGS)

lint: $(READY) ## Formatting and lint rules
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

format: $(READY) ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

types: $(READY) ## Strict type checking
	@$(BIN)/mypy

contracts: $(READY) ## Which package may import which
	@$(BIN)/lint-imports

check: test lint types contracts ## Everything that CI checks

benchmark: $(READY) ## Measure the hot paths against their floors and print the table
	@$(BIN)/python -m benchmarks $(ARGS)

lock: ## Resolve the dependencies again (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml build-requirements.in -o requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml --group dev build-requirements.in -c requirements.lock -o requirements-dev.lock

clean: ## Remove the environment and caches (never the data)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

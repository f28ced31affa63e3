# Two commands set everything up: `make run` (the bot, as a demo where no channel is configured) and `make test`.
# Both may be repeated at will; what is in place already costs a fraction of a second.

VENV ?= .venv
PY := $(VENV)/bin/python
export VENV
ifdef PYTHON
export PYTHON
endif

# pip-tools is no dependency of the project; it lives in a folder of its own and only while locks are made.
PIP_TOOLS := pip-tools==7.6.2
COMPILE = $(VENV)/lock-tools/bin/python -m piptools compile --quiet --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test bench lint types check lock clean

help: ## List these targets
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

setup: ## Make the virtual environment with the pinned run-time packages
	@.ci/setup requirements.lock

setup-dev:
	@.ci/setup requirements-dev.lock

run: setup ## Set up, migrate and serve at http://127.0.0.1:8080 (settings: .env)
	@$(PY) -m bot run

# Three workers on two processors, since each waits a third of its time: for programs, for platforms, for the disk.
test: setup-dev ## Set up and run all tests, browser and PostgreSQL included (ARGS="-k name" to choose)
	@.ci/browser
	@$(PY) -m pytest -n 3 --dist worksteal $(ARGS)

bench: setup-dev ## Measure beside the peers and write docs/performance.md (ROUNDS=3 LONG=1: thoroughly)
	@$(PY) -m tests.benchmarks.compare

lint: setup-dev ## Check the style rules (ruff)
	@$(PY) -m ruff check .

types: setup-dev ## Check the types (mypy, strict)
	@$(PY) -m mypy

check: lint types ## lint and types

lock: setup ## Pin the packages of pyproject.toml anew (UPGRADE=1: to their latest releases)
	@$(PY) -m venv $(VENV)/lock-tools
	@$(VENV)/lock-tools/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_TOOLS)
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## Remove the virtual environment and all caches; data/ and .env stay
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* build *.egg-info
	@find bot conversations storage tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

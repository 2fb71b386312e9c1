# Two commands do everything: `make` sets up and runs the platform, `make test` proves it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := all
.PHONY: all setup up test lint types check dbt pytest browser snowflake bench lock clean help

PYTHON ?= python3.11
BIN := .venv/bin
export DBT_PROFILES_DIR := profiles
export PYTHONWARNINGS := ignore

all: setup up ## Set up the environment and run the whole platform on generated data (the default)

setup: .venv/.ready ## Create .venv from requirements.lock

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

up: setup ## Load three days of raw data, build, snapshot and test every model
	$(BIN)/edp up

test: browser lint types check dbt pytest ## Run everything that proves the project; ends with one line of counts

lint: setup ## Lint SQL and Python; only what changed since it was last clean
	$(BIN)/ruff format --check --quiet scripts tests
	$(BIN)/ruff check --quiet scripts tests
	$(BIN)/edp lint

types: setup ## Type-check the Python tools
	$(BIN)/mypy --no-error-summary

check: setup ## Check the project against its own rules (layers, names, docs, tags), and who may see what
	$(BIN)/edp check
	$(BIN)/edp permissions check

dbt: up ## Build and test every model on DuckDB

pytest: setup ## Run the Python tests: macros, tools, checks, scenarios, Snowflake compile and parse
	$(BIN)/pytest --numprocesses 2 --dist loadgroup

browser: ## Install Debian's Chromium, in which the dashboard is tested, when it is missing
	@test -x /usr/bin/chromium || { echo "installing chromium"; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes chromium; } >/dev/null 2>&1 && test -x /usr/bin/chromium; } \
	  || echo "make browser: no /usr/bin/chromium and apt-get cannot install it; the page is not looked at until somebody installs it as root" >&2

snowflake: setup ## Build the whole project on an emulated Snowflake account and judge what it did; part of `make pytest`
	$(BIN)/pytest tests/snowflake/project

bench: setup ## Measure the build and the generator against their limits; writes docs/benchmark.md
	$(BIN)/python -m scripts.bench

lock: setup ## Resolve requirements.in into requirements.lock (needs uv and a network)
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --annotation-style line requirements.in --output-file requirements.lock

clean: ## Remove what was built; keeps .venv
	rm -rf warehouse target logs .cache .pytest_cache .mypy_cache .ruff_cache

help: ## List these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-8s %s\n", $$1, $$2}'

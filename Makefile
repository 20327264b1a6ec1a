# The project's commands. `make` lists them.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check bench locales migration contract browser

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): requirements.txt requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $(STAMP)

setup: $(STAMP) ## make the virtual environment with pinned requirements

demo: setup ## run everything with embedded defaults and a chat page (RESET=1 starts afresh)
	@exec $(BIN)/python -m bot demo $(if $(RESET),--reset)

run: setup ## run web and worker with the settings of the environment
	$(BIN)/python -m bot migrate
	@rm -rf var/metrics && mkdir -p var/metrics
	@export PROMETHEUS_MULTIPROC_DIR=var/metrics; \
	$(BIN)/gunicorn 'bot.app:create_app()' & web=$$!; \
	$(BIN)/python -m bot worker & worker=$$!; \
	trap 'kill $$web $$worker 2>/dev/null; wait; exit 0' INT TERM; \
	while kill -0 $$web 2>/dev/null && kill -0 $$worker 2>/dev/null; do sleep 1; done; \
	kill $$web $$worker 2>/dev/null; wait; exit 1

test: setup ## run all tests that need nothing but this folder
	$(BIN)/pytest -m "not contract and not slow and not browser" -n auto --maxprocesses 4 --dist worksteal
	$(BIN)/pytest -m "browser"

check: setup ## formatting, lint, types, import rules, catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m locales check

contract: setup ## the tests against the stand-in of the LINE platform (TOOLS=folder)
	PYTHONPATH=$(TOOLS) $(BIN)/pytest -m "contract" tests/contract

bench: setup ## measure side by side; one JSON line each (TOOLS=folder of the stand-in)
	PYTHONPATH=$(TOOLS) $(BIN)/python -m benchmarks

locales: setup ## extract texts into the catalogues
	$(BIN)/python -m locales extract

migration: setup ## write a migration for what changed in models (NAME="what changed")
	$(BIN)/python -m migrations "$(NAME)"

# What people and CI call by name. Every target first makes sure that .venv is what requirements.lock says.
#   make PYTHON=python3.12 test     another interpreter (3.11 or later)
#   make test ARGS="tests/collect -x"
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

export PREFECT_SERVER_ANALYTICS_ENABLED ?= false
export DO_NOT_TRACK ?= 1

.DEFAULT_GOAL := help
.PHONY: help venv .venv bench-venv demo test proofs bench lint format types contracts floors check lock clean pictures

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1  \2/p' Makefile

venv .venv: ## build .venv from requirements.lock (at once when it is up to date)
	@$(PYTHON) scripts/install.py

bench-venv: ## build .venv-bench, which also has the libraries that the benchmarks compare against
	@$(PYTHON) scripts/install.py --env .venv-bench --lock requirements-bench.lock

demo: venv ## run the whole pipeline on the sample edition
	@$(BIN)/horizon demo $(ARGS)

test: venv ## the tests, without the long proofs
	@$(BIN)/pytest -n 2 --dist loadfile -m "not proof" $(ARGS)

proofs: venv ## the long tests that prove a promise on real or large data
	@$(BIN)/pytest -m proof $(ARGS)

bench: venv ## time the stages
	@$(BIN)/python benchmarks/speed.py $(ARGS)

lint: venv ## ruff: rules and format
	@$(BIN)/ruff check $(ARGS)
	@$(BIN)/ruff format --check

format: venv ## let ruff mend what it can
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

types: venv ## mypy --strict
	@$(BIN)/mypy --strict horizon

contracts: venv ## who may import whom
	@$(BIN)/lint-imports

floors: venv ## quality scores that may not fall
	@$(BIN)/python -m benchmarks.quality --check $(ARGS)

check: lint types contracts test ## what to run before a commit

pictures: venv ## take the pictures of the docs from the sample edition (needs chromium)
	@$(BIN)/python scripts/pictures.py $(ARGS)

lock: ## write the lock files again (needs uv)
	@scripts/lock.sh $(ARGS)

clean: ## remove everything that is built, caches included; data/local stays
	@rm -rf .venv .venv-bench build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		.import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

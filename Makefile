# The commands of a working day; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# a whole number of test processes, or `auto` for one per core
WORKERS ?= 2
# how many mutants are drawn, and a text that draws others
SAMPLE ?= 60
SEED ?=
SCENARIO ?= kb/facts/scenarios/credit-card-fraud.yaml

# An environment is made anew when what it was made from changed. `ready` holds what whichml itself needs, `ready-dev`
# the tools as well.
READY = $(VENV)/ready
READY_DEV = $(VENV)/ready-dev
MADE_FROM = pyproject.toml constraints.txt scripts/make-environment

# Tests start some two hundred processes; without bytecode each compiles the library anew.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo test quick likeliest lint unit nightly mutants bench bench-server audit verify evaluate generate documents reference format constraints clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: $(READY) ## Answer the credit-card-fraud scenario (SCENARIO=FILE for another)
	@$(BIN)/whichml recommend $(SCENARIO)

test: $(READY_DEV) ## Run every gate: style, types, layers, tests
	@$(MAKE) --no-print-directory --jobs 2 lint unit
	@echo "== style, types, layers and tests: all passed"

quick: $(READY_DEV) ## Run style, types, layers, and what a change most likely breaks; about a minute on two cores
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=line lint likeliest

likeliest: $(READY_DEV) ## Run the tests alone that `make quick` runs
	@echo "== pytest, without what is marked slow"
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow"

lint: $(READY_DEV) ## Run the gates that read the code without running it
	@echo "== ruff check"
	@$(BIN)/ruff check .
	@echo "== ruff format --check"
	@$(BIN)/ruff format --check .
	@echo "== mypy --strict"
	@$(BIN)/mypy
	@echo "== lint-imports"
	@$(BIN)/lint-imports --no-logo

unit: $(READY_DEV) ## Run the tests alone
	@scripts/install-browser
	@scripts/install-postgresql
	@echo "== pytest"
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

nightly: $(READY_DEV) ## Run all tests with what `make test` tries a part of, and engine and server on 20,000 cases each; long
	@scripts/install-browser
	@scripts/install-postgresql
	@WHICHML_NIGHTLY=1 $(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

mutants: $(READY_DEV) ## Try small changes of `advise` and `rules`, and print which share the tests notice (SAMPLE=N, SEED=TEXT); minutes
	@$(BIN)/python -m whichml_workshop.mutation.score --sample $(SAMPLE) --seed-text "$(SEED)"

bench: $(READY_DEV) ## Measure how long an answer takes, by step, the rules beside CLIPS, and a probe with two processes
	@$(BIN)/python tests/benchmarks/bench_recommend.py
	@$(BIN)/python tests/benchmarks/bench_rules.py
	@$(BIN)/python tests/benchmarks/bench_probe.py

bench-server: $(READY_DEV) ## Measure the server beside a bare Flask app: POST and GET per second, memory, health under attack; minutes
	@$(BIN)/python tests/benchmarks/bench_server.py

audit: ## Look up the pinned versions among known vulnerabilities; fails where the advisory service of PyPI cannot be reached
	@PYTHON=$(PYTHON) scripts/audit-dependencies

verify: $(READY_DEV) ## Measure what is missing behind the verdicts on claims (kb/facts/probes); takes hours
	@$(BIN)/python -m whichml_workshop.experiments.refresh_evidence

evaluate: $(READY_DEV) ## Hold strengths and answers against results that they have not seen; takes minutes
	@$(BIN)/python -m whichml_workshop.published.evaluate
	@$(BIN)/python -m whichml_workshop.elicited.evaluate
	@$(BIN)/python -m whichml_workshop.elicited.graded_points
	@$(BIN)/python -m whichml_workshop.descriptions.evaluate

generate: $(READY_DEV) ## Write anew what is stated elsewhere: qualities, laws and norms for Python, schema, reference, parts of documents
	@$(BIN)/python scripts/write_qualities.py
	@$(BIN)/python scripts/write_regulations.py
	@$(BIN)/python scripts/write_public_ids.py
	@$(BIN)/python scripts/write_reference.py
	@$(BIN)/python scripts/fill_documents.py

documents: generate ## The older name of `make generate` for parts of documents

reference: generate ## The older name of `make generate` for docs/reference

format: $(READY_DEV) ## Let ruff put the code in shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

constraints: ## Renew the pinned versions in constraints.txt
	@PYTHON=$(PYTHON) scripts/renew-constraints

clean: ## Remove what the other commands made, the environment included
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find kb server tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): $(MADE_FROM)
	@echo "== install whichml into $(VENV)"
	@PYTHON=$(PYTHON) scripts/make-environment $(VENV)
	@touch $@

$(READY_DEV): $(MADE_FROM)
	@echo "== install whichml and its tools into $(VENV)"
	@PYTHON=$(PYTHON) scripts/make-environment $(VENV) dev
	@touch $(READY) $@

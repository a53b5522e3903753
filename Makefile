# `make demo` shows the product, `make test` tests it. Everything is installed into .venv and node_modules, nowhere else.

VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(VENV)/bin/uv
STAMPS := $(VENV)/.stamps
PUBLISHING := src/fiftysteps/publishing
STYLE := $(PUBLISHING)/built/fiftysteps/main.css
ARGS ?=

# Hashes are asked for at every step, and no step may look for a Python or a build backend elsewhere.
INSTALL := VIRTUAL_ENV="$(CURDIR)/$(VENV)" $(UV) pip install --quiet --no-python-downloads

# A copied folder or an upgraded Python leaves an environment whose scripts point elsewhere: it is made anew.
HERE := $(shell test "`cat $(STAMPS)/folder 2>/dev/null`" = "$(CURDIR)" && $(PYTHON) -c '' 2>/dev/null && echo yes)
ifneq ($(HERE),yes)
$(shell rm -rf $(STAMPS))
endif

.PHONY: help demo test check bench drill mutants docs lock assets clean run-tools dev-tools
.DEFAULT_GOAL := help

help: ## Say what can be made (this)
	@echo "make TARGET, where TARGET is:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{ printf "%-10s %s\n", $$1, $$2 }'

demo: run-tools assets ## Serve the demonstration; ARGS=--no-serve loads it and ends
	@$(VENV)/bin/fiftysteps demo $(ARGS)

test: dev-tools assets ## Run every test, on SQLite and, where it is found, PostgreSQL; ARGS go to pytest
	@$(PYTHON) tools/run_tests.py $(ARGS)

check: dev-tools ## Lint, types, import contracts, migrations, templates
	@$(PYTHON) tools/run_checks.py

bench: dev-tools assets ## Time what the product promises, each against a bound or a peer
	@$(PYTHON) tools/run_benchmarks.py $(ARGS)

drill: dev-tools assets ## Kill web workers 200 times while people send forms; nothing promised may be missing
	@$(PYTHON) -m tests.faults.drill $(ARGS)

mutants: dev-tools ## Score how many planted mistakes in stats and policies the tests find
	@$(PYTHON) tools/run_mutants.py $(ARGS)

docs: dev-tools ## Build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict --quiet
	@echo "Open site/index.html."

lock: $(STAMPS)/uv ## Write requirements/*.lock anew; ARGS=--upgrade takes the newest
	@tools/lock.sh $(UV) $(ARGS)

assets: $(STYLE) ## Build style sheets, fonts and scripts of the public site

clean: ## Remove everything that make made, except the data directory
	rm -rf $(VENV) node_modules $(PUBLISHING)/built site mutants build dist .coverage .coverage.*
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

run-tools: $(STAMPS)/run
dev-tools: $(STAMPS)/dev

$(STAMPS)/venv:
	@python=`tools/find_python.sh` || exit 1; \
	echo "Making $(VENV) with `$$python --version`."; \
	$$python -m venv --clear $(VENV) || { \
		echo "That Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv, then run make again." >&2; \
		rm -rf $(VENV); exit 1; }
	@mkdir -p $(STAMPS)
	@echo "$(CURDIR)" > $(STAMPS)/folder
	@touch $@

$(STAMPS)/uv: requirements/bootstrap.lock $(STAMPS)/venv
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@

$(STAMPS)/run: requirements/run.lock pyproject.toml $(STAMPS)/uv
	@echo "Installing what the product runs on."
	@$(INSTALL) --require-hashes -r requirements/run.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: requirements/dev.lock $(STAMPS)/run
	@echo "Installing what the tests need."
	@$(INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@

$(STYLE): package.json package-lock.json requirements/node.lock tools/build_assets.py tools/node.py \
		$(shell find $(PUBLISHING)/scss $(PUBLISHING)/js -type f 2>/dev/null) | $(STAMPS)/uv
	@$(PYTHON) tools/build_assets.py

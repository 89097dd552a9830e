# What a newcomer types. README.md gives the same lines without make, for Windows.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

# Tests run on every core; a file's tests on one, so that what they share is made once.
SPREAD := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: book test test-all checks lint types nbval notebooks digests pictures accessibility lock clean help

help:
	@echo "make book     set everything up and build the default book"
	@echo "make test     set everything up and run the tests"
	@echo "make test-all the same, and what a quick run leaves out (CONTRIBUTING.md lists it)"
	@echo "make notebooks write the nine notebooks of the indicators from their template"
	@echo "make digests  rerun the notebooks and keep the outputs that nbval compares"
	@echo "make accessibility  check the pages in a browser and keep what was found for the statement"
	@echo "make pictures draw the pictures of the README again, after make book"
	@echo "make lock     pin all packages again (needs uv)"
	@echo "make clean    remove what was built and the environment"

book: $(READY)
	$(BIN)/wres build QHG 2023

test: checks
	$(BIN)/python -m pytest $(SPREAD)

test-all: checks
	$(BIN)/python -m pytest $(SPREAD) --full

checks: $(READY)
	@$(MAKE) --no-print-directory -j2 --output-sync=target nbval lint types

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

nbval: $(READY)
	$(BIN)/python tests/check_notebooks.py -q

notebooks: $(READY)
	$(BIN)/python docs/notebooks.py

digests: $(READY)
	$(BIN)/jupyter execute --inplace notebooks/*.ipynb
	$(BIN)/nbstripout --keep-count --keep-id notebooks/*.ipynb

# The evidence of the accessibility statement; a failed check is kept too.
accessibility: $(READY)
	WRES_BROWSER_REQUIRED=1 WRES_EVIDENCE=wres/accessibility.json $(BIN)/python -m pytest --full tests/book/test_every_page.py

pictures: $(READY)
	$(BIN)/python docs/pictures.py

lock:
	(echo "# Every package, pinned by version and hash. Written by 'make lock' from requirements.in."; \
	uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q) > requirements.lock.new
	mv requirements.lock.new requirements.lock

clean:
	rm -rf _build .venv

# pip compiles to bytecode as it installs: imports are most of a notebook's time.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Name one: make book PYTHON=python3.11")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

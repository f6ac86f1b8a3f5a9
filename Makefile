# Everything a person or the build machine does, in one vocabulary.
#   make demo        a working site with demo content on http://localhost:8000
#   make test        the whole suite: SQLite, then PostgreSQL with Redis
#   make check       lint, types, contracts, translations, schema drift
.DEFAULT_GOAL := help
.PHONY: help demo test test-sqlite test-postgresql check format bench clean messages \
        screenshots schema lock install install-dev

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
WORKERS ?= 2
TEST_ARGS ?=
# Each benchmark ends within so many seconds, or is ended.
BENCH_SECONDS ?= 180
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:
	@sed -n '/^# /s/^# //p' Makefile

# --- environment ------------------------------------------------------------
# A stamp holds the pinned files' state, so a second start installs nothing.
$(VENV)/.base: requirements/base.txt
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11（找不到 $(PYTHON)）。可用 make PYTHON=/路径/python3.11 指定。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/base.txt requirements/test.txt requirements/lint.txt $(VENV)/.base
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt -r requirements/test.txt -r requirements/lint.txt
	@touch $@

install: $(VENV)/.base
install-dev: $(VENV)/.dev

PO := $(wildcard locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)
%.mo: %.po $(VENV)/.base
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ >/dev/null

# --- the two commands -------------------------------------------------------
demo: $(VENV)/.base $(MO)
	@$(BIN)/python manage.py serve_demo --port $(PORT) --workers $(WORKERS)

test: $(VENV)/.dev $(MO)
	@$(BIN)/python tests/lanes.py $(TEST_ARGS)

test-sqlite test-postgresql: test-%: $(VENV)/.dev $(MO)
	@$(BIN)/python tests/lanes.py --only $* $(TEST_ARGS)

# --- quality ----------------------------------------------------------------
check: $(VENV)/.dev $(MO)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py write_rules_doc --check
	$(BIN)/python manage.py write_workflows --check
	$(BIN)/python manage.py write_schema --check
	$(BIN)/python manage.py check_messages
	$(BIN)/python tests/deploy_check.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint --reformat --quiet templates

bench: $(VENV)/.dev $(MO)
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; timeout --signal=INT --kill-after=20 $(BENCH_SECONDS) $(BIN)/python $$file || echo "没有跑完 did not end well (at most $(BENCH_SECONDS) s)"; done

screenshots: $(VENV)/.dev $(MO)
	$(BIN)/python tests/screenshots.py

messages: $(VENV)/.dev
	$(BIN)/python manage.py makemessages --locale en --no-wrap --add-location file --ignore 'var/*' --ignore '.venv/*' --ignore 'tests/*' --ignore 'benchmarks/*' --no-obsolete

schema: $(VENV)/.dev
	$(BIN)/python manage.py write_schema

lock: $(VENV)/.dev
	for set in base test lint; do $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --output-file requirements/$$set.txt requirements/$$set.in; done

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(MO)

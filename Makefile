# Two commands do everything: `make demo` and `make test`. Both set up what they need, once.
.NOTPARALLEL:
.PHONY: help demo serve test check setup format lint types imports tests tests-postgres words bench docs lock test-spark clean
.DEFAULT_GOAL := help

export PYTHONUTF8 = 1

SITE := .venv-site/bin/python
DEV := .venv/bin/python
SPARK := .venv-spark/bin/python
SAMPLES := samples/register.csv samples/mdm.csv samples/count.xlsx
COMPILE := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

help:
	@echo "make demo        the main job on the sample inventory, with a report and a site to open"
	@echo "make serve       the demo site, on this machine"
	@echo "make test        set up and run every check"
	@echo "make check       the checks alone"
	@echo "make bench       speed, memory and size, each against a floor in the same run"
	@echo "make docs        the documentation site, in site/"
	@echo "make test-spark  the engine on PySpark, where Java is"
	@echo "make lock        resolve the dependencies anew"
	@echo "make clean       remove everything the other commands made"

demo:
	@sh setup.sh site
	@mkdir -p demo
	@$(SITE) -m kringspoor assess $(SAMPLES) --today 2026-11-24 \
		--html demo/report.html --json demo/answer.json --xlsx demo/plan.xlsx
	@echo
	@echo "Report: open demo/report.html in a browser, for example: xdg-open demo/report.html"
	@echo "Plan for finance: demo/plan.xlsx. Every number as data: demo/answer.json."
	@echo "Your own files: .venv-site/bin/kringspoor assess FILE..."
	@echo
	@$(MAKE) --no-print-directory demo/site/filled
	@cat demo/site/filled
	@echo "Open the site: make serve"

# filled once, and again when what fills it changed
demo/site/filled: requirements-web.lock $(shell find src/kringspoor -name "*.py")
	@mkdir -p demo/site
	@KRINGSPOOR_HOME="$(CURDIR)/demo/site" $(SITE) -m kringspoor demo --today 2026-11-24 --lang en > $@.new
	@mv $@.new $@

serve:
	@sh setup.sh site
	@if [ -f demo/site/filled ]; then cat demo/site/filled; fi
	@KRINGSPOOR_HOME="$(CURDIR)/demo/site" $(SITE) -m kringspoor serve --lang en

setup:
	@sh setup.sh dev

test: setup
	@sh setup.sh browser
	@sh setup.sh postgres
	@$(MAKE) --no-print-directory check

check: setup format lint types imports tests tests-postgres

format:
	$(DEV) -m ruff format --check .

lint:
	$(DEV) -m ruff check .

types:
	$(DEV) -m mypy

imports:
	.venv/bin/lint-imports

tests:
	$(DEV) -m pytest -n 2 --dist worksteal -m "not bench and not spark"

tests-postgres:
	$(DEV) tests/with_postgres.py $(DEV) -m pytest -n 2 --dist worksteal tests/people tests/record tests/use tests/web

words:
	for app in people record use web; do .venv/bin/pybabel -q compile -D django -d src/kringspoor/$$app/locale; done

bench: setup
	@sh setup.sh base
	$(DEV) -m bench.run

docs: setup
	$(DEV) docs/make_pages.py
	$(DEV) -m zensical build --clean --strict

test-spark:
	@sh setup.sh spark
	$(SPARK) -m pytest tests/engine/test_spark.py

lock: setup
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra web -c requirements.lock -o requirements-web.lock
	$(COMPILE) --extra web --group dev -c requirements-web.lock -o requirements-dev.lock
	$(COMPILE) --extra spark -c requirements-dev.lock -o requirements-spark.lock
	@! grep -nE '://|index-url|find-links' requirements*.lock

clean:
	rm -rf .venv .venv-base .venv-site .venv-spark demo site build dist docs/reference \
		.cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

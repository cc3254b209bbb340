# Two commands do everything on a machine with git, make and Python 3.11+: make demo, make test.
.DEFAULT_GOAL := help
.PHONY: help demo check test faults mutants model snapshots bench bench-reading lock
SHELL := /bin/bash
UV := .tools/bin/uv
RUN := .venv/bin

# Trust the certificate authorities this machine trusts, where it keeps a list of them.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
endif

help:            ## what can be made
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:[^#]*## */\t/' | expand -t15

demo: .venv/run  ## an agreement, a dozen reports, a board you can click
	$(RUN)/truceline demo

check: .venv/dev ## the quick loop: format, lint, types, tests of parts, without browser and whole programs
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/pytest -q -m "not browser and not slow"

test: .venv/dev  ## everything; what CI runs
	@tools/bring-browser.sh
	@tools/bring-postgres.sh
	@tools/bring-strace.sh
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/pytest

faults: .venv/dev ## the record under kill, full disks and flipped bits, at full length; make test runs a part
	@tools/bring-postgres.sh
	@tools/bring-strace.sh
	TRUCELINE_FAULTS=full $(RUN)/pytest -q -m faults

mutants: .venv/dev ## break the rooms that decide, spot by spot, and see who notices; SAMPLE=300 for some
	$(RUN)/python tools/mutants.py --sample $(or $(SAMPLE),0) --seed $(or $(SEED),17) --only "$(ONLY)"

model: .venv/dev ## train the parser anew from the licensed corpora beside the checkout; takes hours
	test -x .tools/training/bin/python || .venv/bin/python -m venv .tools/training
	.tools/training/bin/python -m pip install --quiet --no-deps -r training/requirements.txt
	PYTHONPATH=src .tools/training/bin/python -m training.make --shelf ../shared --out models/truceline-reader-en

snapshots: .venv/dev ## rewrite golden files; review the difference
	TRUCELINE_SNAPSHOTS=write $(RUN)/pytest -q -k "golden or snapshot"

bench: .venv/dev ## ratios against a limit or a peer in the same run
	$(RUN)/pytest bench --benchmark-only --benchmark-columns=median,iqr,ops,rounds

bench-reading: .venv/dev ## what the reader finds and how quickly, as one table
	$(RUN)/python bench/reading_table.py

lock: $(UV)      ## resolve requirements again
	@for name in run build dev; do \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			--no-annotate requirements/$$name.in -o requirements/$$name.txt || exit 1; done

$(UV): tools/bring-uv.sh requirements/uv.txt
	@tools/bring-uv.sh
	@touch $@

# One environment. `make demo` fills it with what the program needs; the rest comes with the first
# check. Once it holds the rest, `make demo` leaves it there.
.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --clear --no-python-downloads --python '>=3.11,<3.14' .venv

.venv/run: .venv/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	@$(MAKE) --no-print-directory _install LOCK=$(if $(wildcard .venv/dev),dev,run)
	@touch $@

.venv/dev: .venv/bin/python requirements/dev.txt requirements/build.txt pyproject.toml
	@$(MAKE) --no-print-directory _install LOCK=dev
	@touch $@ .venv/run

# --python: never into another environment that happens to be active.
.PHONY: _install
_install:
	@echo "Installing what Truceline needs (requirements/$(LOCK).txt) into .venv" >&2
	@$(UV) pip sync --quiet --python .venv/bin/python --require-hashes \
		requirements/build.txt requirements/$(LOCK).txt
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable . \
		--editable ./models/truceline-reader-en

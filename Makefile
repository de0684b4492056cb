# The two commands are `make demo` and `make test`; `make help` lists the rest.
.DEFAULT_GOAL := help
# Compiled modules are kept: every command and every server of the tests would compile them again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup demo test lint bench fuzz words lock

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup:  ## install what running needs, and nothing else
	@scripts/setup.sh run

demo:  ## sample data, web server and job worker; Ctrl-C stops all (PORT=8000)
	@exec scripts/demo.sh

test:  ## everything: lint, then every test on SQLite, PostgreSQL and in Chromium
	@scripts/setup.sh test
	@scripts/lint.sh
	@exec scripts/test.sh

lint:  ## format, lint, types, import contracts, templates, words
	@scripts/setup.sh test
	@exec scripts/lint.sh

bench:  ## every figure of benchmarks/ beside its floor, as a table
	@scripts/setup.sh test
	@exec .venv/bin/python -m benchmarks.run

fuzz:  ## 100,000 spoiled bank files: each is read or refused by name, in bounded time
	@scripts/setup.sh test
	@exec .venv/bin/python -m tests.spoiled_files

words:  ## collect the texts of pages and code into the catalogues, to be translated
	@scripts/setup.sh test
	@exec .venv/bin/python scripts/words.py extract

lock:  ## choose the newest dependencies again and write deploy/*.lock
	@scripts/setup.sh run
	@exec scripts/lock.sh

# The verbs. run, test, check and bench prepare the machine themselves; prepared, that costs nothing.
#
#   make run [VISITOR=name] [CAMERA=n]   the kiosk beside simulated hardware and platforms
#   make test                            check, and every test
#   make check                           ruff, and mypy --strict
#   make bench                           ours and the reference, side by side
#   make install                         as root: a kiosk that starts with the machine
#   make lock                            resolve the dependencies anew
#   make clean                           forget what was built; .venv stays

PYTHON_HERE := .venv/bin/python

.PHONY: run test check bench install prepare lock clean

run: prepare
	$(PYTHON_HERE) run_kiosk.py demo $(if $(VISITOR),--visitor $(VISITOR)) $(if $(CAMERA),--camera $(CAMERA))

test: check
	$(PYTHON_HERE) -m pytest -n 2 --dist loadfile

check: prepare
	$(PYTHON_HERE) -m ruff check
	$(PYTHON_HERE) -m ruff format --check
	$(PYTHON_HERE) -m mypy

bench: prepare
	$(PYTHON_HERE) -m tests.bench

install:
	config/machine/install.sh

prepare:
	@config/machine/prepare.sh

lock:
	config/machine/lock.sh

clean:
	rm -rf build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

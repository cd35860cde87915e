# The verbs. run, test, check and bench prepare the machine themselves; prepared, that costs nothing.
#
#   make run [VISITOR=name] [CAMERA=n]   the kiosk beside simulated hardware and platforms
#   make push                            an administrator changes three simulated kiosks from a desk
#   make test                            check, and every test
#   make test-ipp                        the licence printer against ippeveprinter, the printer of the CUPS project
#   make check                           ruff, and mypy --strict
#   make bench                           ours and the reference, side by side
#   make cost                            touches, typed characters and minutes of each matter, by a published model
#   make torture                         all that takes long: kill it everywhere, break every guarantee; ends with a table
#   make fuzz [SECONDS=60]               every parser of foreign bytes; what does harm is kept and replayed in `make test`
#   make install                         as root: a kiosk that starts with the machine
#   make lock                            resolve the dependencies anew
#   make clean                           forget what was built; .venv stays

PYTHON_HERE := .venv/bin/python

# Four test processes for two cores: on real wires half of the time is waiting. What failed is tried once more,
# alone: tests on real wires keep real time, and a machine that others use too may hold a process up for longer than a
# wire is patient. All of it is nice: a face process makes itself nicer than its kiosk, and beside four busy processes
# that did not it would see a person twice a second.
BESIDE_OTHERS = nice -n 18 $(PYTHON_HERE) -m pytest -n 4 --dist loadfile --no-loadscope-reorder
ALONE = $(PYTHON_HERE) -m pytest --last-failed --last-failed-no-failures none

# Some machines forbid Python to keep its byte code; then every process that a test starts, and pytest itself, would
# translate everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run push test tests test-ipp check types bench cost torture fuzz install prepare lock clean

run: prepare
	$(PYTHON_HERE) run_kiosk.py demo $(if $(VISITOR),--visitor $(VISITOR)) $(if $(CAMERA),--camera $(CAMERA))

push: prepare
	$(PYTHON_HERE) run_kiosk.py push

# The types are checked beside the tests, which wait now and then; by itself mypy leaves one core idle.
test: prepare
	$(PYTHON_HERE) -m ruff check
	$(PYTHON_HERE) -m ruff format --check
	$(MAKE) --no-print-directory --jobs=2 types tests

tests: prepare
	$(BESIDE_OTHERS) || $(ALONE)

test-ipp: prepare
	config/machine/test_ipp.sh

check: prepare types
	$(PYTHON_HERE) -m ruff check
	$(PYTHON_HERE) -m ruff format --check

types: prepare
	nice -n 18 $(PYTHON_HERE) -m mypy

bench: prepare
	$(PYTHON_HERE) -m tests.bench

cost: prepare
	$(PYTHON_HERE) -m tests.cost

torture: prepare
	$(PYTHON_HERE) -m tests.torture

fuzz: prepare
	$(PYTHON_HERE) -m tests.fuzz $(SECONDS)

install:
	config/machine/install.sh

prepare:
	@config/machine/prepare.sh

lock:
	config/machine/lock.sh

clean:
	rm -rf build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Short names for long commands; everything here can be typed by hand.
PYTHON = .venv/bin/python
export PYTHONPATH = .

.PHONY: demo test check bench bench-growth bench-writers attacks bench-engines bench-assignment bench-mentors bench-investors bench-check-in

demo:
	python3 dev.py demo

test:
	python3 dev.py test

check:
	python3 dev.py check

# Speed on SQLite and PostgreSQL beside a bare reference; BENCH="--only judge --seconds 2" narrows it.
bench:
	python3 dev.py assets
	$(PYTHON) -m benchmarks.run $(BENCH)

# How statements and times grow from 100 to 10,000 entries.
bench-growth:
	python3 dev.py assets
	$(PYTHON) -m benchmarks.growth $(BENCH)

# How long writers of one SQLite file wait for each other.
bench-writers:
	$(PYTHON) -m benchmarks.writers $(BENCH)

# What the production server withstands: the last minute, sudden death, full disks, hostile forms. ATTACK=forms narrows it.
ATTACK = *
attacks:
	python3 dev.py assets
	$(PYTHON) -m pytest -q -s tests/attacks/attack_$(ATTACK).py

# How fast the engines are, alone in one process; BENCH=scoring names one.
bench-engines:
	OPENBLAS_NUM_THREADS=1 $(PYTHON) -m benchmarks.engines $(BENCH)

# Seconds, memory and quality of the assignment engine, with the bounds that linear programs prove.
bench-assignment:
	$(PYTHON) -m benchmarks.assignment $(BENCH)

bench-mentors:
	$(PYTHON) -m benchmarks.mentor_matching $(BENCH)

bench-investors:
	$(PYTHON) -m benchmarks.investor_pages $(BENCH) 2>/dev/null

bench-check-in:
	$(PYTHON) -m benchmarks.check_in $(BENCH)

.PHONY: demo retention test check fix docs lock audit freeze

demo:
	@scripts/setup && exec .venv/bin/python scripts/run_demo.py

retention:
	@scripts/setup && exec .venv/bin/python scripts/run_demo.py retention $(if $(ON),--on $(ON))

test:
	@scripts/setup test && exec scripts/test $(ARGS)

check:
	@scripts/setup check && exec scripts/check

fix:
	@scripts/setup check && exec scripts/fix

docs:
	@scripts/setup && exec scripts/bare python manage.py docs

lock:
	@exec scripts/lock $(ARGS)

audit:
	@scripts/setup && exec scripts/audit

freeze:
	@scripts/setup && exec .venv/bin/python scripts/release_data.py

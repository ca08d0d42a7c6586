.PHONY: demo retention bench test check fix docs pictures lock audit sbom freeze

demo:
	@scripts/setup && exec .venv/bin/python scripts/run_demo.py

retention:
	@scripts/setup && exec .venv/bin/python scripts/run_demo.py retention $(if $(ON),--on $(ON))

bench:
	@scripts/setup && exec .venv/bin/python scripts/run_bench.py

test:
	@scripts/setup test && exec scripts/test $(ARGS)

check:
	@scripts/setup check && exec scripts/check

fix:
	@scripts/setup check && exec scripts/fix

docs:
	@scripts/setup && scripts/bare python manage.py docs \
		&& exec .venv/bin/python scripts/parts.py licences

pictures:
	@scripts/setup test && TAKE_PICTURES=1 exec scripts/test tests/browser/test_pictures.py

lock:
	@exec scripts/lock $(ARGS)

audit:
	@scripts/setup && exec scripts/audit

sbom:
	@scripts/setup check && exec .venv/bin/python scripts/parts.py sbom

freeze:
	@scripts/setup && exec .venv/bin/python scripts/release_data.py

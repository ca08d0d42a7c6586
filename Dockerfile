# One image for web, worker, beat, migrations, roles and backups. The versions of Python
# and PostgreSQL are those the tests run on (Debian 12).

FROM node:20-bookworm-slim AS styles
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-update-notifier

FROM python:3.11-slim-bookworm AS packages
COPY requirements/base.txt ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --only-binary=:all: --require-hashes -r base.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin zvh
# Fonts are looked up through a cache, for which only /tmp can be written.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DATA_DIR=/var/lib/zvh
WORKDIR /srv/zvh
COPY --from=packages /opt/venv /opt/venv
COPY --from=styles /build/node_modules node_modules
COPY . .
# Needs settings, and none of a house: those of scripts/bare belong to nobody.
RUN python -m compileall -q . \
    && scripts/bare python manage.py collectstatic --noinput --verbosity=0 \
    && scripts/bare python -m zvh.lib.letters \
    && install --directory --owner=10001 --group=10001 --mode=0700 \
        /var/lib/zvh /var/lib/zvh/backups /var/lib/zvh/ledger
USER 10001:10001
EXPOSE 8000 9000
ENV BIND=0.0.0.0:8000 INNER_BIND=0.0.0.0:9000 METRICS_DIR=/tmp/metrics
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "scripts/is_alive.py", "http://127.0.0.1:9000/healthz"]
CMD ["gunicorn", "--config=python:zvh.gunicorn", "--preload", "--workers=3", "--threads=4"]

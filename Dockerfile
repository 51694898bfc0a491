# syntax=docker/dockerfile:1
# The site in one image: `docker build --tag studygroup .`; compose.yaml runs it.

FROM python:3.13-slim-trixie AS build
# The newest that the project is known to work with; the packages themselves are pinned.
RUN pip install --no-cache-dir "uv>=0.9,<1"
WORKDIR /site
ENV UV_PROJECT_ENVIRONMENT=/venv UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml .python-version ./
# `--build-arg EXTRAS="--extra scale --extra sentry"` for what a site reports elsewhere.
ARG EXTRAS="--extra scale"
# Words are to be split: each is an argument.
# hadolint ignore=SC2086
RUN uv sync --no-dev $EXTRAS
COPY . .
# Translations are compiled by what collects the files; the key is thrown away with this stage.
RUN SECRET_KEY=only-to-build /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-trixie
# pg_dump and psql for `manage.py backup` and `restore`, of PostgreSQL 17 as in compose.yaml; else
# Debian's newest, for its mended faults.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home site \
    && install --directory --owner=site --group=site /data
COPY --from=build /venv /venv
COPY --from=build /site /site
WORKDIR /site
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data LOG_FORMAT=json
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/', timeout=4)"]
CMD ["uvicorn", "studygroup.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
    "--no-proxy-headers", "--timeout-graceful-shutdown", "3"]

"""How the site bears much: a thousand groups, many at once, beside others and over a long time.

Run it with `uv run python -m benchmarks.scale`, on a machine that does nothing else, with
PostgreSQL at DATABASE_URL and, best, Redis at REDIS_URL. It makes databases of its own and drops
them again, and puts its tables into benchmarks/RESULTS.md. `--small` takes two minutes, shows that
everything works and writes nothing; `--only pages` does one part.

The process that measures knows nothing of Django: it starts servers and talks HTTP to them.
"""

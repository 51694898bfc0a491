# Everything runs in uv's environment; `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help check format test run messages picture

templates = find templates -name '*.html' -print0
# What a deployed site sets, so that `check --deploy` judges its settings and not a developer's.
production = env -u REDIS_URL DATABASE_URL=postgres://localhost/studygroup DEBUG=0 HTTPS=1 ALLOWED_HOSTS=example.org \
	EMAIL_URL=smtp+tls://localhost:587 \
	SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ

help: ## Lists the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

# Runs every check, prints the output of those that fail, and fails at the end if one did.
check: ## Style, types, layers, migrations, deployment settings and pins
	@failed=; \
	run() { \
		name=$$1; shift; \
		if output=$$("$$@" 2>&1); then echo "ok      $$name"; \
		else failed=1; echo "FAILED  $$name"; printf '%s\n' "$$output" | sed 's/^/        /'; fi; \
	}; \
	run 'ruff check' uv run ruff check; \
	run 'ruff format' uv run ruff format --check; \
	run 'djade' sh -c "$(templates) | xargs -0 uv run djade --target-version 6.1 --check"; \
	run 'djlint' uv run djlint --lint --quiet templates; \
	run 'mypy' uv run mypy; \
	run 'import layers' uv run lint-imports; \
	run 'migrations' uv run manage.py makemigrations --check --dry-run; \
	run 'deployment' $(production) uv run manage.py check --deploy --fail-level WARNING; \
	run 'pins' uv run scripts/pins.py; \
	test -z "$$failed"

format: ## Rewrites Python and templates in the project's style
	uv run ruff check --fix-only
	uv run ruff format
	$(templates) | xargs -0 uv run djade --target-version 6.1

test: ## Runs the tests
	uv run pytest

run: ## Starts the site with demo data
	uv run manage.py demo

messages: ## Collects the strings to translate into locale/
	uv run manage.py makemessages --locale es --locale he --locale ru --add-location file --no-wrap \
		--ignore tests --ignore benchmarks --ignore scripts --ignore var --ignore staticfiles

picture: ## Takes the pictures in the README
	uv run scripts/picture.py

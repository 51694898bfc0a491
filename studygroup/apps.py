from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from studygroup.elsewhere import expect_traces, report_errors
from studygroup.logs import mask_tokens
from studygroup.translations import compile_catalogues


class StudyGroupConfig(AppConfig):
    name = "studygroup"

    def ready(self) -> None:
        import_module("studygroup.checks")
        mask_tokens()
        report_errors(settings.SENTRY_DSN)
        expect_traces(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
        for folder in settings.LOCALE_PATHS:
            compile_catalogues(folder)

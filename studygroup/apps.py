from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from studygroup.logs import mask_tokens
from studygroup.translations import compile_catalogues


class StudyGroupConfig(AppConfig):
    name = "studygroup"

    def ready(self) -> None:
        import_module("studygroup.checks")
        mask_tokens()
        for folder in settings.LOCALE_PATHS:
            compile_catalogues(folder)

from django.apps import AppConfig
from django.conf import settings

from studygroup.translations import compile_catalogues


class StudyGroupConfig(AppConfig):
    name = "studygroup"

    def ready(self) -> None:
        for folder in settings.LOCALE_PATHS:
            compile_catalogues(folder)

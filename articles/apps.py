from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from accounts.own import sections
        from accounts.signals import erasing
        from articles import exports
        from articles.actions.erasure import erase_texts

        sections[:0] = exports.SECTIONS
        erasing.connect(erase_texts)

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"

    def ready(self) -> None:
        from accounts.encounters import encounters
        from accounts.own import sections
        from accounts.signals import erasing
        from discussions import exports
        from discussions.actions.closing import clear_group
        from discussions.actions.erasure import erase_words
        from discussions.models.comments import met_in_discussions
        from discussions.panels import recent_voices
        from groups.panels import panels
        from groups.signals import closing

        encounters.append(met_in_discussions)
        sections[:0] = exports.SECTIONS
        erasing.connect(erase_words)
        closing.connect(clear_group)
        panels.append(recent_voices)

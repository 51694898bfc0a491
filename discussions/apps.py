from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"

    def ready(self) -> None:
        from accounts.encounters import encounters
        from accounts.inbox import sources
        from accounts.own import sections
        from accounts.signals import erasing
        from discussions import exports, inbox, live
        from discussions.actions.calling import call_who_came
        from discussions.actions.closing import clear_group
        from discussions.actions.erasure import erase_words
        from discussions.legacies import exports as legacy_exports
        from discussions.legacies import inbox as legacy_inbox
        from discussions.legacies.offers import offers_panel
        from discussions.models.comments import met_in_discussions
        from discussions.panels import introduction, my_preparations, new_voices, recent_voices
        from groups.live import audiences
        from groups.panels import panels
        from groups.signals import closing, marked

        encounters.append(met_in_discussions)
        sections[:0] = [*exports.SECTIONS, *legacy_exports.SECTIONS]
        sources.extend([*inbox.SOURCES, *legacy_inbox.SOURCES])
        erasing.connect(erase_words)
        closing.connect(clear_group)
        marked.connect(call_who_came)
        audiences.update(live.AUDIENCES)
        panels.extend([offers_panel, new_voices, my_preparations, introduction, recent_voices])

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from accounts import signals
        from accounts.duties import duties
        from accounts.encounters import encounters
        from accounts.inbox import sources
        from accounts.own import sections
        from articles.grants import grants
        from articles.signals import revised
        from groups import exports, inbox, intents
        from groups.actions import erasure
        from groups.actions.revisions import follow_revision
        from groups.company import company_panel, parts_panel
        from groups.models.memberships import met_in_groups
        from groups.models.readings import articles_read_with
        from groups.panels import panels

        encounters.append(met_in_groups)
        grants.append(articles_read_with)
        revised.connect(follow_revision)
        duties.append(erasure.led_alone)
        sections[:0] = exports.SECTIONS
        sources.extend(inbox.SOURCES)
        signals.erasure_asked.connect(erasure.step_back)
        signals.erasure_withdrawn.connect(erasure.step_forward)
        signals.erasing.connect(erasure.erase_memberships)
        user_logged_in.connect(intents.fulfil)
        panels.extend([company_panel, parts_panel])

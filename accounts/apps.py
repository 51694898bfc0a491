from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.account import signals

        from accounts import exports
        from accounts.actions.sessions import after_new_password
        from accounts.own import sections

        sections[:0] = exports.SECTIONS
        for setting in (signals.password_set, signals.password_changed, signals.password_reset):
            setting.connect(after_new_password)

"""What is a person's own in their account, for the export of it."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from accounts.inbox import sources
from accounts.models import Block, Notice, Portrait, User
from accounts.own import File, Row, Section


def about_me(user: User) -> Section:
    """The person's profile, their settings and their picture."""
    return Section(
        key="profile",
        title=_("Me and my settings"),
        labels={
            "name": _("Name"),
            "email": _("E-mail"),
            "joined_at": _("Here since"),
            "last_sign_in": _("Last sign-in"),
            "language": _("Language of the pages"),
            "languages": _("Languages I read"),
            "time_zone": _("Time zone"),
            "look": _("How the pages look"),
            "place_sharing": _("What others see of my place"),
            "shows_presence": _("Others see when I am in the reading room"),
            "mail": _("Mail about my groups"),
            "erasure_at": _("When my account is erased"),
        },
        rows=[
            {
                "name": user.display_name,
                "email": user.email,
                "joined_at": user.date_joined,
                "last_sign_in": user.last_login,
                "language": user.language,
                "languages": user.languages,
                "time_zone": user.time_zone,
                "look": user.look,
                "place_sharing": user.get_place_sharing_display(),
                "shows_presence": user.shows_presence,
                "mail": user.get_mail_display(),
                "erasure_at": user.erasure_at,
            }
        ],
        files=(
            File(f"portrait-{picture.name}.webp", bytes(picture.content))
            for picture in Portrait.objects.filter(user=user)
        ),
    )


def my_addresses(user: User) -> Section:
    """The person's e-mail addresses."""
    fields = ("email", "primary", "verified")
    return Section(
        key="email_addresses",
        title=_("My e-mail addresses"),
        labels={
            "email": _("E-mail"),
            "primary": _("The one we write to"),
            "verified": _("Confirmed"),
        },
        rows=EmailAddress.objects.filter(user=user).order_by("pk").values(*fields),
    )


def my_keys(user: User) -> Section:
    """By what the person signs in, without any secret."""
    return Section(
        key="ways_to_sign_in",
        title=_("How I sign in"),
        labels={
            "kind": _("Kind"),
            "name": _("Name"),
            "created_at": _("Since"),
            "last_used_at": _("Last used"),
        },
        rows=_keys(user),
    )


def _keys(user: User) -> Iterator[Row]:
    for key in Authenticator.objects.filter(user=user).order_by("pk"):
        yield {
            "kind": key.get_type_display(),
            "name": key.data.get("name", ""),
            "created_at": key.created_at,
            "last_used_at": key.last_used_at,
        }
    for account in SocialAccount.objects.filter(user=user).order_by("pk"):
        yield {
            "kind": account.provider,
            "name": account.uid,
            "created_at": account.date_joined,
            "last_used_at": account.last_login,
            "told": account.extra_data,
        }


def my_sessions(user: User) -> Section:
    """Where the person is signed in."""
    fields = ("created_at", "last_seen_at", "ip", "user_agent")
    return Section(
        key="sessions",
        title=_("Where I am signed in"),
        labels={
            "created_at": _("Since"),
            "last_seen_at": _("Last seen"),
            "ip": _("Internet address"),
            "user_agent": _("Browser"),
        },
        rows=UserSession.objects.filter(user=user).order_by("pk").values(*fields),
    )


def my_blocks(user: User) -> Section:
    """Whom the person does not want to see."""
    blocks = Block.objects.filter(blocker=user).select_related("blocked")
    return Section(
        key="blocked_people",
        title=_("People I have blocked"),
        labels={"name": _("Name"), "created_at": _("Since")},
        rows=(
            {"name": block.blocked.display_name, "created_at": block.created_at} for block in blocks
        ),
    )


def my_notices(user: User) -> Section:
    """What the person was told of, and when; of others nothing."""
    return Section(
        key="notices",
        title=_("My inbox"),
        labels={
            "kind": _("What"),
            "created_at": _("When"),
            "read_at": _("Read"),
            "sent_at": _("By letter"),
        },
        rows=_notices(user),
    )


def _notices(user: User) -> Iterator[Row]:
    kinds = {key: name for source in sources for key, name in source.kinds.items()}
    for notice in Notice.objects.filter(user=user).order_by("pk").iterator():
        yield {
            "kind": str(kinds.get(notice.kind, notice.kind)),
            "created_at": notice.created_at,
            "read_at": notice.read_at,
            "sent_at": notice.sent_at,
        }


SECTIONS = [about_me, my_addresses, my_keys, my_sessions, my_blocks, my_notices]

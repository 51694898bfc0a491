"""The posts of the site, as somebody sends them whose post is taken."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Post:
    """Who sends it, and what they fill in besides what stands in the form already."""

    role: str = "alice"
    filled: dict[str, str] = field(default_factory=dict)
    # The page that holds the form, where the address has none of its own.
    page: str = ""


# By the name of the address; `{…}` stands for a thing of tests/conftest.py.
POSTS = {
    "accounts:block": Post(),
    "accounts:keeping": Post(),
    "accounts:language": Post(filled={"language": "he"}),
    "accounts:look": Post(),
    "accounts:mail": Post(filled={"mail": "never"}),
    "accounts:privacy": Post(filled={"place_sharing": "whole"}),
    "accounts:profile": Post(filled={"display_name": "Alicia"}),
    "accounts:reading": Post(),
    "accounts:unblock": Post(),
    "articles:article_new": Post(filled={"text": "# A text\n\nIts only paragraph."}),
    "articles:draft": Post(filled={"save": "1"}),
    "articles:draft_discard": Post(),
    "articles:edit": Post(filled={"title": "On Lamps again"}),
    "articles:pairing": Post(),
    "articles:parting": Post(),
    "articles:restoration": Post(),
    "articles:translations": Post(filled={"translation": "{untranslated}"}),
    "discussions:deletion": Post("bob"),
    "discussions:discussion": Post("bob"),
    "discussions:edit": Post("bob", {"text": "Another thought."}),
    "discussions:hiding": Post(),
    "discussions:language": Post(),
    "discussions:marks": Post("bob", {"read_to": "{paragraph}"}),
    "discussions:reply": Post(),
    "discussions:report": Post(),
    "discussions:report_look": Post(),
    "discussions:report_person": Post(),
    "discussions:restoration": Post(),
    "discussions:settlement": Post(),
    "groups:address": Post(page="groups:group_edit"),
    "groups:closing": Post(filled={"name": "The Cellar"}),
    "groups:companion": Post("bob", {"is_companion": "on"}),
    "groups:group_edit": Post(filled={"name": "The Vault"}),
    "groups:group_new": Post("carol", {"name": "The Harbour"}),
    "groups:invitation": Post("carol"),
    "groups:invitation_revoke": Post(),
    "groups:invitations": Post(),
    "groups:join": Post("bob"),
    "groups:join_request": Post("bob"),
    "groups:leave": Post("bob"),
    "groups:letter": Post(),
    "groups:letters": Post(filled={"addresses": "olive@example.org, peter@example.org"}),
    "groups:pardon": Post(),
    "groups:pause": Post("bob"),
    "groups:reading_new": Post(filled={"article": "{article}"}),
    "groups:removal": Post(),
    "groups:request_answer": Post(filled={"decision": "accept"}),
    "groups:return": Post("heidi"),
    "groups:role": Post(),
    "groups:split": Post(),
}

# These begin with signing in again, or end the session that sends them: one copy passes.
SINGLE = {
    "accounts:erasure",
    "accounts:export",
    "accounts:session_end",
    "accounts:sessions",
}

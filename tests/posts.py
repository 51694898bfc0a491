"""The posts of the site, as somebody sends them whose post is taken."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Post:
    """Who sends it, and what they fill in besides what stands in the form already."""

    role: str = "alice"
    filled: dict[str, str] = field(default_factory=dict)
    # The page that holds the form, where the address has none of its own.
    page: str = ""
    # What is in the file that they choose.
    file: str = ""


ANNOTATION = """{
    "type": "Annotation",
    "bodyValue": "A thought.",
    "target": {"selector": {"type": "TextQuoteSelector", "exact": "The fourth paragraph."}}
}"""

LEGACY = """{
    "type": "AnnotationCollection",
    "id": "https://example.org/legacy",
    "legacy:generation": 1,
    "first": {"type": "AnnotationPage", "items": [{
        "id": "https://example.org/notes/1",
        "type": "Annotation",
        "bodyValue": "A thought from afar.",
        "target": {"selector": {"type": "TextQuoteSelector", "exact": "The fourth paragraph."}}
    }]}
}"""

# By the name of the address; `{…}` stands for a thing of tests/conftest.py.
POSTS = {
    "accounts:block": Post(),
    "accounts:inbox_read": Post(),
    "accounts:keeping": Post(),
    "accounts:language": Post(filled={"language": "he"}),
    "accounts:look": Post(),
    "accounts:mail": Post(filled={"mail": "never"}),
    "accounts:mail_stop": Post(),
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
    "discussions:again": Post(filled={"group": "{group}"}),
    "discussions:answer": Post(filled={"act": "mark"}),
    "discussions:back": Post(filled={"all": "nameless"}),
    "discussions:bringing": Post("bob", file=ANNOTATION),
    "discussions:cleared_by": Post("bob"),
    "discussions:deletion": Post("bob"),
    "discussions:discussion": Post("bob"),
    "discussions:edit_draft": Post("bob"),
    "discussions:edit": Post("bob", {"text": "Another thought."}),
    "discussions:hearing": Post(),
    "discussions:help": Post("bob"),
    "discussions:heirloom_help": Post("bob", {"act": "help"}),
    "discussions:hiding": Post(),
    "discussions:heirloom_hiding": Post(),
    "discussions:language": Post(),
    "discussions:legacies": Post(filled={"code": "{legacy_code}"}),
    "discussions:legacy": Post(filled={"reach": "code"}),
    "discussions:legacy_import": Post(file=LEGACY),
    "discussions:legacy_withdraw": Post(),
    "discussions:marks": Post("bob", {"read_to": "{paragraph}"}),
    "discussions:not_now": Post("bob"),
    "discussions:own_say": Post(filled={"when": "at_once"}),
    "discussions:paragraph_following": Post(),
    "discussions:preview": Post(),
    "discussions:publication_revoke": Post(),
    "discussions:reactions": Post(),
    "discussions:reception": Post(),
    "discussions:reply": Post(),
    "discussions:reply_draft": Post(),
    "discussions:report": Post(),
    "discussions:report_look": Post(),
    "discussions:report_person": Post(),
    "discussions:restoration": Post(),
    "discussions:settlement": Post(),
    "discussions:stuck_answer": Post(filled={"text": "Read on a little."}),
    "discussions:stuck_clearing": Post("bob"),
    "discussions:stuck_here": Post("bob"),
    "discussions:stuck_hiding": Post(),
    "discussions:stuck_restoration": Post(),
    "discussions:stuck_withdrawal": Post("bob"),
    "discussions:stuck_words": Post("bob", {"text": "What is it the head of?"}),
    "discussions:thread_draft": Post("bob"),
    "discussions:thread_following": Post(),
    "groups:address": Post(page="groups:group_edit"),
    "groups:calendar_new": Post(),
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
    "groups:reading_closing": Post(),
    "groups:reading_new": Post(filled={"article": "{article}"}),
    "groups:removal": Post(),
    "groups:request_answer": Post(filled={"decision": "accept"}),
    "groups:return": Post("heidi"),
    "groups:role": Post(),
    "groups:split": Post(),
    "groups:step_opening": Post(),
    "groups:sessions": Post(),
    "groups:session_paragraph": Post(),
    "groups:session_time": Post(),
    "groups:session_hand": Post(filled={"attendance": "{attendance}"}),
    "groups:session_end": Post(),
    "groups:attendance": Post("bob"),
    "groups:steps_edit": Post(filled={"pacing": "together"}),
}

# These begin with signing in again, or end the session that sends them: one copy passes.
SINGLE = {
    "accounts:erasure",
    "accounts:export",
    "accounts:session_end",
    "accounts:sessions",
}

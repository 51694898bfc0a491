"""What members say on a paragraph, what it calls forth, and what is reported to their leaders."""

from discussions.models.calls import Call, helpers_nearby, who_can_help
from discussions.models.comments import Comment, CommentQuerySet
from discussions.models.drafts import CommentDraft
from discussions.models.entries import Entry
from discussions.models.heirlooms import (
    Heirloom,
    HeirloomHelp,
    HeirloomQuerySet,
    LegacyNote,
    sort_of,
)
from discussions.models.helps import Help
from discussions.models.introductions import NotNow
from discussions.models.legacies import (
    Consent,
    Inheritance,
    Legacy,
    Publication,
    generation_of,
    groups_to_give,
    heritable,
)
from discussions.models.listening import (
    Following,
    Hearing,
    followers_of,
    muted_by,
    unheard_by,
    with_hearing,
    with_listening,
)
from discussions.models.preparations import Preparation, preparation_of
from discussions.models.quotations import Quotation, quotation_of
from discussions.models.reports import Report
from discussions.models.responses import Mention, Reaction, Sign, Version
from discussions.models.stuck import Stuck, StuckQuerySet, Wanted, help_wanted
from discussions.models.threads import PUBLIC, SPOKEN, Kind, Thread, ThreadQuerySet

__all__ = [
    "PUBLIC",
    "SPOKEN",
    "Call",
    "Comment",
    "CommentDraft",
    "CommentQuerySet",
    "Consent",
    "Entry",
    "Following",
    "Hearing",
    "Heirloom",
    "HeirloomHelp",
    "HeirloomQuerySet",
    "Help",
    "Inheritance",
    "Kind",
    "Legacy",
    "LegacyNote",
    "Mention",
    "NotNow",
    "Preparation",
    "Publication",
    "Quotation",
    "Reaction",
    "Report",
    "Sign",
    "Stuck",
    "StuckQuerySet",
    "Thread",
    "ThreadQuerySet",
    "Version",
    "Wanted",
    "followers_of",
    "generation_of",
    "groups_to_give",
    "help_wanted",
    "helpers_nearby",
    "heritable",
    "muted_by",
    "preparation_of",
    "quotation_of",
    "sort_of",
    "unheard_by",
    "who_can_help",
    "with_hearing",
    "with_listening",
]

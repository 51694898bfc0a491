"""People: their accounts, their pictures, what they are told, and whom they do not want to see."""

from accounts.models.blocks import Block
from accounts.models.cached import Cached
from accounts.models.compiling import compiled
from accounts.models.conditions import SQL, blocked_by, condition
from accounts.models.notices import Notice, NoticeQuerySet
from accounts.models.portraits import Portrait
from accounts.models.submissions import Submission
from accounts.models.users import User, UserManager, validate_time_zone

__all__ = [
    "SQL",
    "Block",
    "Cached",
    "Notice",
    "NoticeQuerySet",
    "Portrait",
    "Submission",
    "User",
    "UserManager",
    "blocked_by",
    "compiled",
    "condition",
    "validate_time_zone",
]

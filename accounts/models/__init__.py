"""People: their accounts, their pictures, and whom they do not want to see."""

from accounts.models.blocks import Block
from accounts.models.cached import Cached
from accounts.models.portraits import Portrait
from accounts.models.submissions import Submission
from accounts.models.users import User, UserManager, validate_time_zone

__all__ = ["Block", "Cached", "Portrait", "Submission", "User", "UserManager", "validate_time_zone"]

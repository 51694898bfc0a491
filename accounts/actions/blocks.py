"""Not wanting to see somebody, and wanting to see them again."""

from accounts.models import Block, User


def block(user: User, *, blocked: User) -> None:
    """Hide a person from this one, who alone knows of it; a second time changes nothing."""
    Block.objects.get_or_create(blocker=user, blocked=blocked)


def unblock(user: User, *, blocked_pk: int) -> None:
    """Let this one see that person again, if they are blocked."""
    Block.objects.by(user).filter(blocked=blocked_pk).delete()

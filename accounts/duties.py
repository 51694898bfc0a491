"""What somebody else must take over before an account is erased: what apps above know of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Duty:
    """Something that a person alone takes care of, and the people who could do so after them.

    Where there is nobody, it ends with the account.
    """

    # Names it in a form.
    key: str
    title: str
    # Keys and names; who has been there longest comes first.
    heirs: Sequence[tuple[str, str]]


class NoHeir(Exception):
    """Refused: nobody, or nobody who still could, was chosen to take this over."""

    def __init__(self, duty: Duty) -> None:
        super().__init__(duty.title)
        self.duty = duty


duties: list[Callable[[User], Sequence[Duty]]] = []


def duties_of(user: User) -> list[Duty]:
    """All that this person would leave behind without anybody to take care of it."""
    return [duty for known in duties for duty in known(user)]


def chosen_heir(duty: Duty, heirs: Mapping[str, str]) -> str:
    """The key of the person who takes this over; empty where there is nobody. Raises NoHeir."""
    heir = heirs.get(duty.key, "")
    if duty.heirs and heir not in dict(duty.heirs):
        raise NoHeir(duty)
    return heir

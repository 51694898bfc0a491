"""What one reader follows, and where they want to hear nothing new."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from discussions.models import Following


@dataclass(frozen=True)
class Listening:
    """Whether somebody follows a thread, or all on a paragraph.

    `chosen` and `otherwise`, what holds without a choice, say whether it is muted; None for
    neither muted nor followed.
    """

    chosen: bool | None
    otherwise: bool | None = None

    @property
    def _is_muted(self) -> bool | None:
        return self.otherwise if self.chosen is None else self.chosen

    @property
    def is_followed(self) -> bool:
        return self._is_muted is False

    @property
    def is_muted(self) -> bool:
        return self._is_muted is True

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What they can choose now, with its name: nothing that would change nothing."""
        choices = []
        takes_back = self.chosen is not None and self.chosen != self.otherwise
        if takes_back:
            choices.append(("default", _("Unmute") if self.is_muted else _("Unfollow")))
        if not self.is_followed:
            choices.append(("follow", _("Follow")))
        if not self.is_muted:
            choices.append(("mute", _("Mute")))
        return choices


def chosen_for(
    followings: Iterable[Following], *, thread: int | None = None, paragraph: int | None = None
) -> bool | None:
    """Whether a thread or a paragraph is muted by these choices; None where they have none."""
    for following in followings:
        if following.thread_id == thread and following.paragraph_id == paragraph:
            return following.is_muted
    return None


def listening_to_thread(
    followings: Iterable[Following], *, thread: int, paragraph: int, takes_part: bool
) -> Listening:
    """How somebody listens to a thread, by their choices and whether they take part in it."""
    otherwise = chosen_for(followings, paragraph=paragraph)
    if otherwise is None and takes_part:
        otherwise = False
    return Listening(chosen_for(followings, thread=thread), otherwise)

"""What is wanted: times that were possible when the peers were first measured.

They are told as multiples of a signed-in request that does nothing, which took NOTHING then; so
they hold on any machine. In milliseconds: what must be, and what is aimed at.
"""

from typing import NamedTuple

NOTHING = 2.1
# Of which 16 connections got so many a second.
NOTHINGS = 839.0


class Target(NamedTuple):
    """In milliseconds of that machine."""

    must: float
    aim: float

    @property
    def ratios(self) -> tuple[str, str]:
        """How many times the time of nothing."""
        return f"{self.must / NOTHING:.1f}×", f"{self.aim / NOTHING:.1f}×"


class Rate(NamedTuple):
    """Acts a second on that machine."""

    must: float
    aim: float

    @property
    def ratios(self) -> tuple[str, str]:
        """Which part of the nothings that it did a second."""
        return f"{self.must / NOTHINGS:.2f}×", f"{self.aim / NOTHINGS:.2f}×"


OPEN_ROOM = Target(15, 6)
OVERVIEW, OVERVIEW_COLD = Target(10, 4), Target(40, 15)
MUCH, MUCH_AND_ONE = Target(20, 6), Target(25, 8)
DISCUSSION = Target(7, 4)
SPEAKING, WRITERS = Target(9, 5), Rate(200, 300)
MARKING = Target(5, 2.5)
NUDGES = {20: Target(30, 8), 1_000: Target(120, 60)}

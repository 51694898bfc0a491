"""How much of everything there is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How many groups there are, and so on; times in seconds."""

    # The numbers of groups at which it is measured how costs grow, and those of a group's members.
    # Peers are measured at the first of them.
    groups: tuple[int, ...]
    members: tuple[int, ...]
    # How long something is asked for, one after another and by many at once.
    alone: float
    together: float
    listeners: tuple[int, ...]
    # How often somebody speaks: before it is measured, until all connections to the database keep
    # their plans, and then to those who listen.
    warming: int
    posts: int
    users: int
    minutes: float
    # Groups in SQLite.
    few_groups: int


FULL = Size(
    groups=(10, 1_000),
    members=(10, 300, 1_000),
    alone=1.5,
    together=2.5,
    listeners=(20, 1_000, 10_000),
    warming=150,
    posts=20,
    users=50,
    minutes=5.0,
    few_groups=100,
)
SMALL = Size(
    groups=(10, 20),
    members=(10, 30),
    alone=0.3,
    together=0.5,
    listeners=(20, 60),
    warming=10,
    posts=3,
    users=10,
    minutes=0.2,
    few_groups=5,
)

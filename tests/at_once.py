"""Acts done at the same moment, each over a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once[T](*acts: Callable[[], T]) -> list[T]:
    """What these acts give, in their order; an error in one of them is raised here."""
    barrier = Barrier(len(acts), timeout=60)

    def run(act: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]

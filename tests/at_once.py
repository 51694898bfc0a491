"""Acts done at the same moment, each over a database connection of its own."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

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


def in_a_loop[T](act: Coroutine[Any, Any, T]) -> T:
    """What this gives, run in a thread of its own: in the tests' own Playwright may run a loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, act).result()

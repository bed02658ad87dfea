"""Many clients at the same time, in threads of one process."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

T = TypeVar("T")


def all_at_once(app: Flask, act: Callable[[int], T], *, clients: int, threads: int) -> list[T]:
    """Let clients act by their numbers, the first of them let go together; return what they say."""
    start = Barrier(threads)

    def one(number: int) -> T:
        with app.app_context():
            if number < threads:
                start.wait()
            return act(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(clients)))

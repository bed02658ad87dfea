"""Tasks for the tests of the queue; what they did is kept in a table of people's names."""

import os
import signal
from pathlib import Path

from app.core import jobs, work

ran: list[str] = []


@jobs.task("test_note")
def note(word: str) -> None:
    ran.append(word)


@jobs.task("test_fail")
def fail(word: str) -> None:
    ran.append(word)
    raise ValueError(word)


def tell(error: str, *, word: str) -> None:
    ran.append(f"{word} was given up: {error}")
    if word == "untellable":
        raise LookupError(word)


@jobs.task("test_fail_and_tell", on_given_up=tell)
def fail_and_tell(word: str) -> None:
    raise ValueError(word)


@jobs.task("test_fail_once")
def fail_once(path: str) -> None:
    """Fail the first time, write a second line the next."""
    marks = Path(path)
    first = not marks.exists()
    with marks.open("a") as file:
        file.write("x")
    if first:
        raise ValueError("first")


@jobs.task("test_kill_once")
def kill_once(path: str) -> None:
    """Kill the whole worker the first time, as a power cut would."""
    marks = Path(path)
    if not marks.exists():
        marks.write_text("killed ")
        os.kill(os.getpid(), signal.SIGKILL)
    with marks.open("a") as file:
        file.write("done")


@jobs.task("test_append")
def append(path: str, word: str) -> None:
    """Append a word and the number of this process in one system call."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{word}:{os.getpid()} ".encode())
    os.close(file)


@jobs.task("test_kill_work", on_given_up=work.give_up)
def kill_work(work_id: int) -> None:
    """Kill the whole worker in the middle of long work."""
    with work.doing(work_id) as report:
        report(1, 2)
        os.kill(os.getpid(), signal.SIGKILL)

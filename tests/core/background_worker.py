"""A worker process with the kinds that the tests of the mechanism ask for.

python -m tests.core.background_worker DATABASE_URL INSTANCE IDLE_SECONDS
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

from ecosystem.core import clock
from ecosystem.core.background import Running, background, run_worker, running
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.core.lease import Lease
from tests.support.applications import build, settings_for_tests

COUNTED, SLOW, REFUSED, BROKEN, WRITING = "test.counted", "test.slow", "test.refused", "test.broken", "test.writing"


def leave_a_mark(name: str) -> None:
    with transaction() as current:
        current.add(Lease(name=name, holder="task", until=clock.now()))


@background(COUNTED, title="Counting")
def count(task: Running) -> str:
    """Leave one mark a run and make a file."""
    leave_a_mark(f"{task.subject} {time.monotonic_ns()}")
    with task.file("dem.txt", "text/plain") as target:
        for number in range(task.payload.get("steps", 3)):
            task.progress(number, 3, f"bước {number}")
            target.write(b"x")
    return "Đã đếm xong."


@background(SLOW, title="Slow work")
def dawdle(task: Running) -> None:
    """Tell how far it is until it is taken back or done."""
    leave_a_mark(f"{task.subject} {time.monotonic_ns()}")
    for step in range(task.payload["steps"]):
        task.progress(step + 1, task.payload["steps"])
        time.sleep(0.05)


@background(REFUSED, title="Refused work", see=lambda actor, task: actor.is_operator or actor.id == task.asked_by)
def refuse(task: Running) -> None:
    """Begin a file and a change, then find that it is not allowed."""
    with task.file("nua.txt", "text/plain") as target:
        target.write(b"half")
    with transaction():
        leave_a_mark("half done")
        raise Refused("Vòng này đã đóng.")


@background(BROKEN, title="Broken work")
def fail(task: Running) -> None:
    """Change something and then meet a mistake of our own."""
    with transaction():
        leave_a_mark("half done")
        task.finish()
        raise ZeroDivisionError


@background(WRITING, title="Work that changes records")
def write(task: Running) -> None:
    """Change something and end in the same transaction."""
    with transaction():
        leave_a_mark(task.subject)
        task.finish({"said": "Đã ghi.", "url": "/work"})


def main(url: str, instance: str, idle: str) -> None:
    running.LAPSES = timedelta(seconds=3)  # the tests do not wait a minute for a dead worker
    run_worker(build(settings_for_tests(url, Path(instance))), idle=float(idle), beats_every=0.5)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])

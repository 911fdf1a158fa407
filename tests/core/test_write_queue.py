"""Writers of an SQLite file queue: fairly, with patience that ends, and freed when one dies."""

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import write_queue
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Unavailable
from ecosystem.core.write_queue import ThreadQueue, WriteQueue
from tests.support.factories.accounts import account

ELSEWHERE = multiprocessing.get_context("spawn")


def wait_until(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "waited for nothing"
        time.sleep(0.001)


def test_threads_are_served_in_the_order_they_came() -> None:
    queue, served = ThreadQueue(), []
    assert queue.enter(1)

    def come(number: int) -> None:
        assert queue.enter(10)
        served.append(number)
        queue.leave()

    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=come, args=(number,)))
        threads[-1].start()
        wait_until(lambda: len(queue._waiting) == len(threads))
    queue.leave()
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_patience_ends_with_a_sentence_and_leaves_the_queue_in_order(tmp_path: Path) -> None:
    queue = WriteQueue(str(tmp_path / "some.db"))
    queue.enter()
    with pytest.raises(Unavailable, match=r"Many people are saving|cùng lưu"):
        queue.enter(patience=0.05)
    queue.leave()
    queue.enter(patience=0.05)
    queue.leave()


def hold(path: str, holds: "multiprocessing.synchronize.Event") -> None:
    WriteQueue(path).enter()
    holds.set()
    time.sleep(60)


def test_another_process_waits_and_goes_on_when_the_holder_is_killed(tmp_path: Path) -> None:
    path, holds = str(tmp_path / "some.db"), ELSEWHERE.Event()
    holder = ELSEWHERE.Process(target=hold, args=(path, holds))
    holder.start()
    assert holds.wait(30)
    queue = WriteQueue(path)
    with pytest.raises(Unavailable):
        queue.enter(patience=0.05)
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    queue.enter(patience=5)
    queue.leave()


def test_a_forked_process_has_queues_of_its_own(tmp_path: Path) -> None:
    path = str(tmp_path / "some.db")
    queue = write_queue.write_queue(path)
    assert write_queue.write_queue(path) is queue
    write_queue._forget()
    assert write_queue.write_queue(path) is not queue


def test_no_save_of_many_at_once_is_lost(committed_app: Flask) -> None:
    with committed_app.app_context():
        ident = account().id

    def save() -> None:
        for _ in range(10):
            with committed_app.app_context(), transaction():
                locked(Account, ident).totp_last_step += 1

    threads = [threading.Thread(target=save) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with committed_app.app_context():
        assert session().scalar(select(Account.totp_last_step)) == 80


def test_a_use_case_that_fails_gives_its_turn_back(committed_app: Flask) -> None:
    with committed_app.app_context():
        ident = account().id
        with pytest.raises(ZeroDivisionError), transaction():
            locked(Account, ident)
            _ = 1 / 0
        done = threading.Event()

        def other() -> None:
            with committed_app.app_context(), transaction():
                locked(Account, ident).totp_last_step = 7
            done.set()

        threading.Thread(target=other).start()
        assert done.wait(5)

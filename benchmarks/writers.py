"""How long writers wait for each other: threads × processes that save small things as fast as they can.

    python -m benchmarks.writers [--processes 2] [--threads 16] [--seconds 5] [--work-ms 2] [DATABASE_URL]

Each save is a use case as in the product: one transaction that reads a row under its lock, works for a moment in
Python, and writes. Without an address a SQLite file in a temporary folder is used.
"""

import argparse
import multiprocessing
import tempfile
import threading
import time
from pathlib import Path

from sqlalchemy.exc import OperationalError

from benchmarks.figures import percentile
from ecosystem.accounts.models import Account
from ecosystem.app import create_app
from ecosystem.core.database import Model, db, locked, transaction
from ecosystem.core.errors import EcosystemError
from ecosystem.core.settings import Mode, Settings


def application(url: str, instance: Path):
    settings = Settings(
        mode=Mode.TESTING, secret_key="x" * 40, database_url=url, base_url="http://localhost", instance=instance
    )
    return create_app(settings)


def save(ident: int, work: float) -> None:
    """One save as in the product: lock, think, write."""
    with transaction():
        row = locked(Account, ident)
        until = time.perf_counter() + work
        while time.perf_counter() < until:
            pass
        row.totp_last_step += 1


def writer(app, ident: int, work: float, seconds: float, waits: list[float], failed: list[str]) -> None:
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        try:
            with app.app_context():
                save(ident, work)
        except (OperationalError, EcosystemError) as error:
            failed.append(type(error).__name__)
        waits.append(time.perf_counter() - began)


def process(url: str, instance: Path, idents: list[int], options, results) -> None:
    app = application(url, instance)
    waits: list[float] = []
    failed: list[str] = []
    threads = [
        threading.Thread(target=writer, args=(app, ident, options.work_ms / 1000, options.seconds, waits, failed))
        for ident in idents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((waits, len(failed)))


def prepare(url: str, instance: Path, writers: int) -> list[int]:
    app = application(url, instance)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        with transaction() as current:
            rows = [Account(email=f"{n}@x.vn", email_key=f"{n}@x.vn", name=f"Writer {n}") for n in range(writers)]
            current.add_all(rows)
        idents = [row.id for row in rows]
        db.session.remove()
        db.engine.dispose()
    return idents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--work-ms", type=float, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite:///{folder}/writers.db"
        idents = prepare(url, Path(folder), options.processes * options.threads)
        context = multiprocessing.get_context("spawn")
        results = context.Queue()
        shares = [idents[n :: options.processes] for n in range(options.processes)]
        workers = [
            context.Process(target=process, args=(url, Path(folder), share, options, results)) for share in shares
        ]
        for worker in workers:
            worker.start()
        found = [results.get() for _ in workers]
        for worker in workers:
            worker.join()
    waits = sorted(wait * 1000 for each, _ in found for wait in each)
    failed = sum(number for _, number in found)
    figures = "  ".join(f"p{share:g} {percentile(waits, share):.0f}" for share in (50, 95, 99, 99.9))
    print(
        f"{options.processes} x {options.threads} writers, {options.work_ms:g} ms of work: "
        f"{len(waits) / options.seconds:.0f} saves/s, ms {figures}  max {waits[-1]:.0f}, failed {failed}"
    )


if __name__ == "__main__":
    main()

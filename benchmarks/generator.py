"""The load generator: wrk, in one thread, on the same machine as the server."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages import Asked

SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Run:
    """What one run of wrk saw; times in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    longest: float
    failed: int
    requests: int


def find_wrk() -> str:
    """Return the path of wrk; end with the command that installs it when there is none."""
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("wrk is missing; on Debian: apt-get install -y --no-install-recommends wrk")
    return found


def press(url: str, requests: Sequence[Asked], *, connections: int, seconds: int) -> Run:
    """Ask the requests in turn over so many connections."""
    lines = [
        "\t".join((each.method, each.path, "\x1f".join(f"{k}: {v}" for k, v in each.headers.items()), each.body))
        for each in requests
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        told = subprocess.run(
            [find_wrk(), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), url],
            env=os.environ | {"BENCH_REQUESTS": file.name},
            capture_output=True,
            text=True,
            check=True,
        )
    figures = json.loads(told.stdout.strip().splitlines()[-1])
    return Run(
        per_second=figures["requests"] / figures["seconds"],
        p50=figures["p50"],
        p95=figures["p95"],
        p99=figures["p99"],
        longest=figures["max"],
        failed=figures["refused"] + figures["broken"],
        requests=figures["requests"],
    )

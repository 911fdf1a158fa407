"""Check a file of published results without the product: `python -m ecosystem.judging.verify FILE [--hash SHA256]`.

Needs Python alone: neither a database nor any library. The exit status is 0 when everything fits, else 1.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ecosystem.judging.domain.verification import verify
from ecosystem.judging.domain.verification.words import lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status. An unreadable file is an error of its own, with status 2."""
    parser = argparse.ArgumentParser(prog="python -m ecosystem.judging.verify", description=__doc__)
    parser.add_argument("file", type=Path, help="the downloaded file of results")
    parser.add_argument("--hash", default="", help="the SHA-256 as the organiser published it")
    given = parser.parse_args(arguments)
    try:
        content = given.file.read_bytes()
    except OSError as error:
        sys.stderr.write(f"cannot read {given.file}: {error.strerror}\n")
        return 2
    report = verify(content, published_hash=given.hash)
    sys.stdout.writelines(f"{line}\n" for line in lines(report))
    return 0 if report.is_sound else 1


if __name__ == "__main__":
    sys.exit(main())

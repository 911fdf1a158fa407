"""Commands about results: `flask results …`."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from ecosystem.judging.domain.verification import verify
from ecosystem.judging.domain.verification.words import lines
from ecosystem.judging.services import sealing


@click.group("results")
def results_group() -> None:
    """Published results: checking them, keeping the record."""


@results_group.command("verify")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--hash", "published_hash", default="", help="the SHA-256 as the organiser published it")
def verify_command(file: Path, published_hash: str) -> None:
    """Compute the ranking in FILE again and check every hash in it; exit with 1 when anything does not fit."""
    report = verify(file.read_bytes(), published_hash=published_hash)
    for line in lines(report):
        click.echo(line)
    if not report.is_sound:
        sys.exit(1)


@results_group.command("seal")
@with_appcontext
def seal_command() -> None:
    """Put all score events into the records of their rounds now, as the scheduler does every minute."""
    click.echo(f"{sealing.seal_due()} score events sealed")


commands = (results_group,)

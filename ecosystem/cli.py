"""Commands of the whole product: `flask <command>`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from ecosystem.app import FEATURES, module_of
from ecosystem.core import backup
from ecosystem.core.access import access_table
from ecosystem.core.backup import BackupFailed
from ecosystem.core.database import db
from ecosystem.core.invariants import Violation, failed_checks, violations
from ecosystem.demo.cli import demo_group


def init_commands(app: Flask) -> None:
    """Register the commands on the application."""
    for command in (access_command, backup_group, demo_group, invariants_command, scheduler_group):
        app.cli.add_command(command)


@click.command("access")
@with_appcontext
def access_command() -> None:
    """Print every endpoint with its methods, address and action."""
    for row in access_table(current_app._get_current_object()):  # type: ignore[attr-defined]
        click.echo(" | ".join(row))


def broken_invariants() -> list[Violation]:
    """Ask the invariants of all features; return what does not hold."""
    layers = [module_of(feature, "invariants") for feature in FEATURES]
    listed = [invariant for module in layers for invariant in getattr(module, "INVARIANTS", ())]
    checks = [check for module in layers for check in getattr(module, "CHECKS", ())]
    return [*violations(listed), *failed_checks(checks)]


@click.command("invariants")
@with_appcontext
def invariants_command() -> None:
    """Ask what must always hold; print what does not, and exit with 1 then."""
    found = broken_invariants()
    for violation in found:
        click.echo(violation)
    if found:
        sys.exit(1)
    click.echo("all invariants hold")


@click.group("backup")
def backup_group() -> None:
    """The whole product, database and files, saved into a folder and brought back."""


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BackupFailed as error:
        raise click.ClickException(str(error)) from error


@backup_group.command("create")
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
def create_backup(folder: Path) -> None:
    """Save everything into FOLDER, which must not exist yet."""
    with _told():
        manifest = backup.create(db.engine, current_app.config["SETTINGS"].uploads, folder)
    click.echo(f"saved in {folder}: {manifest}")


@backup_group.command("verify")
@click.argument("folder", type=click.Path(path_type=Path))
def verify_backup(folder: Path) -> None:
    """Compare the backup in FOLDER with its manifest."""
    with _told():
        manifest = backup.verify(folder)
    click.echo(f"made at {manifest.made_at}, undamaged: {manifest}")


@backup_group.command("restore")
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
def restore_backup(folder: Path) -> None:
    """Bring the backup in FOLDER back into an empty database and instance folder."""
    with _told():
        manifest = backup.restore(db.engine, current_app.config["SETTINGS"].uploads, folder)
    click.echo(f"restored, every row and file as on {manifest.made_at}: {manifest}")


@click.group("scheduler")
def scheduler_group() -> None:
    """The clock of the product."""


@scheduler_group.command("run")
@click.option("--lease", default=30, show_default=True, help="Seconds until another takes over from one that died.")
@with_appcontext
def run_scheduler(lease: int) -> None:
    """Run the scheduler until it is stopped. Any number may run; one leads."""
    from ecosystem.scheduler import run

    run(current_app._get_current_object(), length=timedelta(seconds=lease))  # type: ignore[attr-defined]


@scheduler_group.command("once")
@with_appcontext
def run_once() -> None:
    """Run every job once, now, and say what each did."""
    from ecosystem.scheduler import run_all

    for name, outcome in run_all(current_app._get_current_object()):  # type: ignore[attr-defined]
        click.echo(f"{name}: {outcome}")

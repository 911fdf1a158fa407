"""Commands of the whole product: `flask <command>`."""

import sys
from datetime import timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from ecosystem.app import FEATURES, module_of
from ecosystem.core.access import access_table
from ecosystem.core.invariants import Violation, violations
from ecosystem.demo.cli import demo_group


def init_commands(app: Flask) -> None:
    """Register the commands on the application."""
    for command in (access_command, demo_group, invariants_command, scheduler_group):
        app.cli.add_command(command)


@click.command("access")
@with_appcontext
def access_command() -> None:
    """Print every endpoint with its methods, address and action."""
    from flask import current_app

    for row in access_table(current_app._get_current_object()):  # type: ignore[attr-defined]
        click.echo(" | ".join(row))


def broken_invariants() -> list[Violation]:
    """Ask the invariants of all features; return what does not hold."""
    layers = (module_of(feature, "invariants") for feature in FEATURES)
    listed = [invariant for module in layers for invariant in getattr(module, "INVARIANTS", ())]
    return list(violations(listed))


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


@click.group("scheduler")
def scheduler_group() -> None:
    """The clock of the product."""


@scheduler_group.command("run")
@click.option("--lease", default=30, show_default=True, help="Seconds until another takes over from one that died.")
@with_appcontext
def run_scheduler(lease: int) -> None:
    """Run the scheduler until it is stopped. Any number may run; one leads."""
    from flask import current_app

    from ecosystem.scheduler import run

    run(current_app._get_current_object(), length=timedelta(seconds=lease))  # type: ignore[attr-defined]


@scheduler_group.command("once")
@with_appcontext
def run_once() -> None:
    """Run every job once, now, and say what each did."""
    from flask import current_app

    from ecosystem.scheduler import run_all

    for name, outcome in run_all(current_app._get_current_object()):  # type: ignore[attr-defined]
        click.echo(f"{name}: {outcome}")

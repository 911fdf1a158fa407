"""Commands of the whole product: `flask <command>`."""

import click
from flask import Flask
from flask.cli import with_appcontext

from ecosystem.core.access import access_table


def init_commands(app: Flask) -> None:
    """Register the commands on the application."""
    for command in (access_command, scheduler_group):
        app.cli.add_command(command)


@click.command("access")
@with_appcontext
def access_command() -> None:
    """Print every endpoint with its methods, address and action."""
    from flask import current_app

    for row in access_table(current_app._get_current_object()):  # type: ignore[attr-defined]
        click.echo(" | ".join(row))


@click.group("scheduler")
def scheduler_group() -> None:
    """The clock of the product."""


@scheduler_group.command("run")
@with_appcontext
def run_scheduler() -> None:
    """Run the scheduler until it is stopped."""
    from flask import current_app

    from ecosystem.scheduler import run

    run(current_app._get_current_object())  # type: ignore[attr-defined]


@scheduler_group.command("once")
@with_appcontext
def run_once() -> None:
    """Run every job once, now, and say what each did."""
    from flask import current_app

    from ecosystem.scheduler import run_all

    for name, outcome in run_all(current_app._get_current_object()):  # type: ignore[attr-defined]
        click.echo(f"{name}: {outcome}")

"""`flask tasks run`, `flask tasks work`."""

import click
from flask import current_app
from flask.cli import with_appcontext

from ecosystem.core import background


@click.group("tasks")
def tasks_group() -> None:
    """Heavy work that was asked for on a page."""


@tasks_group.command("run")
@with_appcontext
def run() -> None:
    """Run what waits, now, in this process."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    click.echo(f"ran {background.run_queue(app, beats_every=10)}")


@tasks_group.command("work")
@click.option("--idle", default=15.0, show_default=True, help="Seconds without work after which it ends.")
@click.option("--beat", default=10.0, show_default=True, help="Seconds between two signs of life.")
@with_appcontext
def work(idle: float, beat: float) -> None:
    """Run what waits until nothing does. The scheduler starts this; a person needs `run`."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    background.run_worker(app, idle=idle, beats_every=beat)


commands = (tasks_group,)

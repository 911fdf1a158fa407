"""Commands of the demonstration: `flask demo load`, `flask demo accounts`.

Every process registers the commands; what they load stays out of those that never run them.
"""

import click
from flask import current_app
from flask.cli import with_appcontext

from ecosystem.core.settings import Mode


@click.group("demo")
def demo_group() -> None:
    """Fictional data to look at the product with."""


@demo_group.command("load")
@click.option("--entries", default=0, help="Make a large contest in judging with so many entries.")
@click.option("--judges", default=30, help="Judges of the large contest.")
@with_appcontext
def load(entries: int, judges: int) -> None:
    """Load three contests: one open, one in judging, one published. Nothing happens where they are already."""
    if current_app.config["SETTINGS"].mode is Mode.PRODUCTION:
        raise click.ClickException("The demonstration's accounts have a public password: not in production.")
    from ecosystem.demo import loading

    with current_app.test_request_context():  # what is written in it holds addresses of pages
        for line in loading.load(entries=entries, judges=judges):
            click.echo(line)


@demo_group.command("accounts")
def accounts() -> None:
    """Print who to sign in as."""
    from ecosystem.demo.people import PASSWORD, roles

    width = max(len(role.address) for role in roles())
    for role in roles():
        click.echo(f"  {role.address:<{width}}  {role.name} – {role.shows}")
    click.echo(f"  password of all: {PASSWORD}")

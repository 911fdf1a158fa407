"""`flask accounts …`: what an operator does from the terminal. Passwords are never typed on a command line."""

import click
from flask.cli import AppGroup

from ecosystem.accounts import services
from ecosystem.accounts.queries import account_by_email
from ecosystem.core.addresses import absolute
from ecosystem.core.errors import EcosystemError

accounts_group = AppGroup("accounts", help="People: make accounts, let somebody in again.")
commands = (accounts_group,)


@accounts_group.command("create")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--operator", is_flag=True, help="May run the whole deployment.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi")
def create(email: str, name: str, operator: bool, language: str) -> None:
    """Make an account and print the link by which its owner chooses a password."""
    try:
        services.create_account(name=name, email=email, is_operator=operator, language=language)
    except EcosystemError as error:
        raise click.ClickException(str(error)) from error
    _print_reset_link(email)


@accounts_group.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """Print a link, good for two hours, by which the owner chooses a new password."""
    _print_reset_link(email)


@accounts_group.command("operator")
@click.argument("email")
@click.option("--on/--off", default=True)
def operator(email: str, on: bool) -> None:
    """Make somebody an operator, or take it back."""
    try:
        services.set_operator(email, is_operator=on)
    except EcosystemError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{email} is {'now' if on else 'no longer'} an operator.")


@accounts_group.command("remove-authenticator")
@click.argument("email")
def remove_authenticator(email: str) -> None:
    """Remove the authenticator of somebody who lost it and the recovery codes; make sure it is them first."""
    account = account_by_email(email)
    if account is None:
        raise click.ClickException("No account has this address.")
    services.drop_authenticator(account, by=None)
    click.echo(f"{email} signs in with the password alone now.")


def _print_reset_link(email: str) -> None:
    try:
        path = services.make_reset_link(email)
    except EcosystemError as error:
        raise click.ClickException(str(error)) from error
    click.echo(absolute(path))

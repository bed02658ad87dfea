"""Commands for the people of an installation."""

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.addresses import is_mailable
from app.core.authz import SYSTEM
from app.core.errors import Conflict
from app.core.uow import unit_of_work
from app.identity import passwords, queries, services
from app.identity.models import Person
from app.identity.services import second_step

commands = AppGroup("people", help="People who have an account.")


@commands.command("create-operator")
@click.argument("email")
@click.option("--given-name", default="Operator")
@click.option("--family-name", default="Innoday")
@click.password_option()
def create_operator(email: str, given_name: str, family_name: str, password: str) -> None:
    """Make an account that runs the installation, or appoint the one with this EMAIL."""
    if not is_mailable(email):
        raise click.ClickException("Mail cannot be sent to this address: take one of a to z.")
    hashed = passwords.hash_password(password)
    with unit_of_work():
        person = queries.find_person_by_email(email) or services.register_person(
            SYSTEM,
            email=email,
            given_name=given_name,
            family_name=family_name,
            password_hash=hashed,
            email_confirmed_at=clock.now(),
        )
        services.appoint_operator(SYSTEM, person)
    click.echo(f"{person.email} is an operator.")


@commands.command("create-cluster")
@click.argument("name")
@click.argument("country")
@click.argument("email")
def create_cluster(name: str, country: str, email: str) -> None:
    """Enter the cluster NAME of a COUNTRY (two letters), spoken for by the person with EMAIL."""
    person = _known(email)
    with unit_of_work():
        services.register_cluster(SYSTEM, name=name, country=country.upper(), email=email)
    click.echo(f"{person.email} speaks for {name}.")


@commands.command("set-password")
@click.argument("email")
@click.password_option()
def set_password(email: str, password: str) -> None:
    """Give the person with EMAIL a new password; end their sessions and API tokens."""
    person = _known(email)
    hashed = passwords.hash_password(password)
    with unit_of_work():
        services.set_password(SYSTEM, queries.get_person(person.id), hashed)
    click.echo(f"{person.email} has a new password.")


@commands.command("remove-second-step")
@click.argument("email")
def remove_second_step(email: str) -> None:
    """Take a lost second step from the person with EMAIL, who is told by mail.

    Make sure first that it is they who ask: whoever has their password gets in afterwards.
    """
    person = _known(email)
    try:
        with unit_of_work():
            second_step.remove_lost(SYSTEM, queries.get_person(person.id))
    except Conflict as error:
        raise click.ClickException(f"{person.email} has no second step.") from error
    click.echo(f"{person.email} signs in without a second step.")


def _known(email: str) -> Person:
    person = queries.find_person_by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody has an account with {email}.")
    return person

"""Commands for who looks after the installation."""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app.oversight import services

commands = AppGroup("setup", help="Setting the installation up in the browser.")


@commands.command("code")
def show_code() -> None:
    """Print the code that the page /setup asks for; nothing once the installation is set up."""
    try:
        if services.is_set_up():
            return
    except SQLAlchemyError:
        return  # the database is not made yet
    click.echo(f"Set Innoday up in the browser at /setup with the code {services.setup_code()}")

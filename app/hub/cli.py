"""What `innoday.py hub` has done by the application: opening the parcel, and what phones need."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from app.core import clock
from app.core.errors import DomainError
from app.core.uow import unit_of_work
from app.hub import queries
from app.hub.rules.certificate import Authority, issue, load_authority, make_authority
from app.hub.services import opening
from app.web.assets import STATIC
from app.web.words import words_for
from config import LANGUAGES

commands = AppGroup("hub", help="This installation as a venue hub.")
LETTERS = "INNODAY_HUB_LETTERS"


@commands.command("open")
@click.argument("parcel", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--letters", prompt="The letters that open it", envvar=LETTERS)
def open_parcel(parcel: Path, letters: str) -> None:
    """Enter the event of a PARCEL, or its news."""
    try:
        contents = opening.read_parcel(letters, parcel.read_bytes())
        with unit_of_work():
            opening.open_hub(contents)
    except DomainError as error:
        with force_locale(LANGUAGES[0]):
            raise click.ClickException(words_for(error)) from error
    click.echo(f"{queries.get_home().event.name} is here.")


@commands.command("prepare")
@click.argument("addresses", nargs=-1, required=True)
def prepare(addresses: tuple[str, ...]) -> None:
    """Make what phones need at these ADDRESSES, and print the link for whoever keeps the hub."""
    home = queries.find_home()
    if home is None:
        raise click.ClickException("Nothing is here yet: name the parcel.")
    folder = Path(current_app.config["INSTANCE"])
    guide = folder / "guide"
    guide.mkdir(parents=True, exist_ok=True)
    authority = _authority(folder)
    certificate, key = issue(authority, addresses, clock.now())
    (folder / "server.crt").write_bytes(certificate)
    _write_secret(folder / "server.key", key)
    (guide / "innoday-hub.crt").write_bytes(authority.pem()[0])
    (guide / "guide.css").write_bytes((STATIC / "css" / "guide.css").read_bytes())
    base = current_app.config["BASE_URL"]
    with force_locale(LANGUAGES[0]):
        page = current_app.jinja_env.get_template("hub/guide.html").render(
            home=home,
            address=base,
            fingerprint=authority.fingerprint,
            ends_on=f"{authority.certificate.not_valid_after_utc:%-d %B %Y}",
        )
    (guide / "index.html").write_text(page)
    click.echo(f"Certificate: {authority.fingerprint}")
    click.echo(f"For you: {base}/hub/enter/{opening.link_for(opening.get_keeper())}")


def _authority(folder: Path) -> Authority:
    """Return the authority that phones trust already, or a first one, or one that is not over."""
    certificate, key = folder / "authority.crt", folder / "authority.key"
    if certificate.exists():
        found = load_authority(certificate.read_bytes(), key.read_bytes())
        if found.certificate.not_valid_after_utc > clock.now():
            return found
    made = make_authority(clock.now())
    public, secret = made.pem()
    certificate.write_bytes(public)
    _write_secret(key, secret)
    return made


def _write_secret(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(data)

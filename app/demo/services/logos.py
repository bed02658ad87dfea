"""The logos of a few organisations: their initials on a colour."""

import io

from app.core.content import CheckedFile
from app.core.files import store_checked
from app.demo.rules import profiles
from app.demo.services.stage import Stage, write
from app.identity.models import OrganisationLogo
from app.identity.services import check_logo

SIDE, ROUND = 400, 72  # in points
LETTERS = 180


def draw_logos() -> dict[str, CheckedFile]:
    """Return the logos by the organisation's name, checked like anybody's picture."""
    return {name: check_logo(_draw(name), "logo.png") for name in profiles.LOGOS}


def _draw(name: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    from app.core.pdf import FONTS

    picture = Image.new("RGBA", (SIDE, SIDE))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, SIDE - 1, SIDE - 1), ROUND, fill=profiles.LOGOS[name])
    face = ImageFont.truetype(str(FONTS / "Inter-Bold.ttf"), LETTERS)
    middle = (SIDE // 2, SIDE // 2)
    pen.text(middle, profiles.initials(name), fill="white", font=face, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def write_logos(stage: Stage) -> None:
    """Give their logos to those who have one."""
    stored = {name: store_checked(checked) for name, checked in stage.logos.items()}
    write(stored.values())
    write(
        OrganisationLogo(organisation_id=stage.organisations[name].id, file_id=one.id)
        for name, one in stored.items()
    )

"""A camera for Chromium: pictures as a raw video file, and the arguments that make it the camera.

Chromium shows Motion JPEG as plain green, so the file is uncompressed YUV (`.y4m`).
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import repeat
from pathlib import Path

from PIL import Image

from app.core.qr import make_qr, png

WIDTH, HEIGHT, FRAMES_PER_SECOND = 640, 480, 10
GREY = 128  # both colour planes of a picture without colour
TABLE = 190  # the brightness of what the code lies on


def picture_of(code: str) -> Image.Image:
    """Return what a camera sees when it is held in front of this text's QR code."""
    return picture_from(Image.open(BytesIO(png(make_qr(code), scale=6))))


def picture_from(code: Image.Image) -> Image.Image:
    """Return what a camera sees of any picture: upright, whole, on a light table."""
    seen = Image.new("L", (WIDTH, HEIGHT), TABLE)
    shown = code.convert("L")
    shown.thumbnail((HEIGHT - 60, HEIGHT - 60))
    seen.paste(shown, ((WIDTH - shown.width) // 2, (HEIGHT - shown.height) // 2))
    return seen


def blank_picture() -> Image.Image:
    """Return what a camera sees of an empty table."""
    return Image.new("L", (WIDTH, HEIGHT), TABLE)


def write_video(
    path: Path, pictures: Iterable[Image.Image], *, seconds: float | Sequence[float] = 2
) -> Path:
    """Write pictures one after the other, each for some seconds; Chromium repeats it all."""
    times = repeat(seconds) if isinstance(seconds, int | float) else seconds
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n"
    colour = bytes([GREY]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as file:
        file.write(head.encode())
        for picture, held in zip(pictures, times, strict=False):
            frame = b"FRAME\n" + picture.convert("L").tobytes() + colour
            file.write(frame * max(1, round(held * FRAMES_PER_SECOND)))
    return path


def camera_arguments(video: Path) -> list[str]:
    """Return the arguments that make Chromium take a file for its camera, without asking."""
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]

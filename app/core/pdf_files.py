"""PDF files that others send: whole, open, of bounded size, without programs or files within."""

import io
import re
import time
import zipfile

import pikepdf

from app.core.errors import Invalid

MAX_PAGES = 500
MAX_OBJECTS = 300_000
SECONDS = 1.5
# A part of a PDF's own structure that unpacks to more was made to fill the memory.
UNPACKED = 16 * 1024 * 1024
END_WITHIN = 1024  # bytes of the file's end in which its mark of the end stands

_PROGRAM = re.compile(rb"/(?:JavaScript|JS|Launch|XFA|RichMedia|EmbeddedFiles?)(?![A-Za-z0-9])")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)

pikepdf.settings.set_qpdf_limits(flate_max_memory=UNPACKED, run_length_max_memory=UNPACKED)


def check_pdf(data: bytes) -> None:
    """Pass a PDF that may be kept as it is; Invalid otherwise."""
    if b"%%EOF" not in data[-END_WITHIN:] or zipfile.is_zipfile(io.BytesIO(data)):
        raise Invalid("file_broken", field="file")
    try:
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted or not 0 < len(pdf.pages) <= MAX_PAGES:
                raise Invalid("file_broken", field="file")
            _refuse_programs(pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError) as error:
        raise Invalid("file_broken", field="file") from error


def _refuse_programs(pdf: pikepdf.Pdf) -> None:
    until = time.monotonic() + SECONDS
    for count, thing in enumerate(pdf.objects):
        if count > MAX_OBJECTS or time.monotonic() > until:
            raise Invalid("file_broken", field="file")
        if isinstance(thing, pikepdf.Stream):
            written = thing.stream_dict.unparse(resolved=True)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
            written = thing.unparse(resolved=True)
        else:
            continue
        # First the quick look, then without the words that a document merely shows.
        if _PROGRAM.search(written) and _PROGRAM.search(_STRING.sub(b"()", written)):
            raise Invalid("file_holds_programs", field="file")

"""Certificates of attendance on paper, in the reader's language."""

from typing import Any

from flask import current_app, render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from app.certificates.models import AttendanceCertificate
from app.certificates.rules.saying import Said
from app.feedback.rules.certificates import shown_code


def certificate_pdf(certificate: AttendanceCertificate) -> bytes:
    """Return a certificate as a PDF that says where its code is checked."""
    values = {"issued_at": certificate.issued_at, "code": shown_code(certificate.code)}
    return _draw(certificate.name, certificate.said, **values)


def sample_pdf(name: str, said: Said) -> bytes:
    """Return what a certificate would look like; it has no code, so nobody can use it."""
    return _draw(name, said, issued_at=said.ends, code="")


def _draw(name: str, said: Said, **values: Any) -> bytes:
    from app.core.pdf import render_pdf

    title = _("Certificate of attendance for %(name)s", name=name)
    html = render_template(
        "pdf/attendance.html",
        title=title,
        language=str(get_locale()),
        name=name,
        said=said,
        base=current_app.config["BASE_URL"].split("://", 1)[-1],
        **values,
    )
    return render_pdf(html, title=title, author=said.organiser)

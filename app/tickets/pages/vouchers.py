"""The organiser's side: vouchers, what they give and how often they were used."""

from collections.abc import Iterable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _text
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.ids import encode_id
from app.core.xlsx import CONTENT_TYPE, to_xlsx
from app.tickets import queries
from app.tickets.pages.base import as_choice, blueprint, managed
from app.tickets.queries.vouchers import get_voucher, list_vouchers
from app.tickets.rules.vouchers import Effect, VoucherState
from app.tickets.schemas.vouchers import VALID, NewVoucherForm, VoucherForm, voucher_in
from app.tickets.services import vouchers as services
from app.web.downloads import send_csv, send_made
from app.web.fields import local_input, money_text
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.i18n import format_money
from app.web.paging import numbered
from app.web.tabs import TICKETS

EFFECTS: dict[str, LazyString] = {
    Effect.FREE: _("Free of charge"),
    Effect.PERCENT: _("Per cent off"),
    Effect.AMOUNT: _("An amount off"),
    Effect.PRICE: _("A price of its own"),
    Effect.LISTED: _("The price stays"),
}
STATES: dict[str, tuple[LazyString, str]] = {
    VoucherState.OPEN: (_("Valid"), "good"),
    VoucherState.NOT_YET: (_("Not yet"), "neutral"),
    VoucherState.OVER: (_("Over"), "neutral"),
    VoucherState.USED_UP: (_("Used up"), "warn"),
}
HEAD = (
    *("code", "effect", "value", "used", "times", "ticket_types", "valid_from", "valid_until"),
    *("domains", "reserved", "state", "note"),
)
MOST_EXPORTED = 10_000
NEW_VOUCHER = {"effect": "free", "times": 1, "count": 1, "reserved": 0}
PLAIN = ("code", "effect", "times", "domains", "reserved", "note")


@blueprint.app_template_filter("voucher_state")
def voucher_state_words(voucher: Any) -> dict[str, Any]:
    """Return word and tone of whether a voucher can be used now."""
    text, tone = STATES[voucher.state_at(clock.now())]
    return {"text": text, "tone": tone}


@blueprint.app_template_filter("voucher_gives")
def voucher_gives(voucher: Any) -> str:
    """Return what a voucher does to a price, with its figure."""
    figure = _amount(voucher)
    if voucher.effect == Effect.PERCENT:
        return _text("%(percent)s %% off", percent=f"{voucher.value / 100:g}")
    if voucher.effect == Effect.AMOUNT:
        return _text("%(amount)s off", amount=figure)
    if voucher.effect == Effect.PRICE:
        return _text("For %(amount)s", amount=figure)
    return str(EFFECTS[voucher.effect])


def _amount(voucher: Any) -> str:
    """Return its figure as money; bare where the tickets that it is for differ in currency."""
    currencies = {one.currency for one in voucher.ticket_types}
    if len(currencies) != 1:
        return str(money_text(voucher.value))
    return format_money(voucher.value, currencies.pop())


@blueprint.get("/manage/<slug>/tickets/vouchers")
@signed_in
def manage_vouchers(slug: str) -> str:
    """Show the vouchers, and how often each was used."""
    event = managed(slug)
    text = _text_searched()
    found, turns = numbered(
        lambda limit, offset: list_vouchers(event.id, text, limit=limit, offset=offset)
    )
    return render_template(
        "tickets/vouchers.html",
        event=event,
        vouchers=found,
        text=text,
        **turns,
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.get("/manage/<slug>/tickets/vouchers.csv")
@signed_in
def vouchers_csv(slug: str) -> Response:
    """Give the vouchers as a table."""
    event = managed(slug)
    return send_csv(f"vouchers-{event.slug}", HEAD, _rows(event))


@blueprint.get("/manage/<slug>/tickets/vouchers.xlsx")
@signed_in
def vouchers_xlsx(slug: str) -> Response:
    """Give the same as a workbook."""
    event = managed(slug)
    made = to_xlsx(HEAD, _rows(event), made_at=clock.now())
    return send_made(made, f"vouchers-{event.slug}.xlsx", CONTENT_TYPE)


def _text_searched() -> str:
    return request.args.get("q", "").replace("\x00", "").strip()[:200]


def _rows(event: Any) -> Iterable[tuple[object, ...]]:
    now = clock.now()
    for one in list_vouchers(event.id, _text_searched(), limit=MOST_EXPORTED):
        names = ", ".join(kind.name for kind in one.ticket_types)
        window = [
            at and at.isoformat(timespec="seconds") for at in (one.valid_from, one.valid_until)
        ]
        yield (
            *(one.code, str(one.effect), one.value, one.used, one.times, names, *window),
            *(one.domains, one.reserved, str(one.state_at(now)), one.note),
        )


@blueprint.route("/manage/<slug>/tickets/vouchers/new", methods=["GET", "POST"])
@signed_in
def new_voucher(slug: str) -> Page:
    """Make one voucher with a code of the organiser's choice, or many with codes of ours."""
    event = managed(slug)
    form = PageForm(NewVoucherForm, NEW_VOUCHER)
    made = form.submit(
        lambda data: services.add_vouchers(actor(), event, **voucher_in(data, event.timezone))
    )
    if made is None:
        return _render(form, event, None)
    words = ngettext("%(num)s voucher is made.", "%(num)s vouchers are made.", len(made))
    flash(words, "good")
    return redirect(url_for("tickets.manage_vouchers", slug=slug))


@blueprint.route("/manage/<slug>/tickets/vouchers/<id:voucher_id>", methods=["GET", "POST"])
@signed_in
def edit_voucher(slug: str, voucher_id: int) -> Page:
    """Change what a voucher gives."""
    event = managed(slug)
    chosen = get_voucher(voucher_id, event.id)
    form = PageForm(VoucherForm, _values(chosen, event.timezone))
    done = form.submit(
        lambda data: services.edit_voucher(actor(), chosen, **voucher_in(data, event.timezone))
    )
    if done is None:
        return _render(form, event, chosen)
    flash(_text("The voucher “%(code)s” is saved.", code=done.code), "good")
    return redirect(url_for("tickets.manage_vouchers", slug=slug))


@blueprint.post("/manage/<slug>/tickets/vouchers/<id:voucher_id>/end")
@signed_in
@writes
def end_voucher(slug: str, voucher_id: int) -> AnyResponse:
    """End a voucher now."""
    ended = services.end_voucher(actor(), get_voucher(voucher_id, managed(slug).id))
    flash(_text("The voucher “%(code)s” is over.", code=ended.code), "good")
    return redirect(url_for("tickets.manage_vouchers", slug=slug))


def _render(form: PageForm, event: Any, voucher: Any) -> Page:
    return form.render(
        "tickets/voucher.html",
        event=event,
        voucher=voucher,
        is_over=voucher is not None and voucher.state_at(clock.now()) == VoucherState.OVER,
        effects=list(EFFECTS.items()),
        types=[as_choice(one) for one in queries.list_ticket_types(event.id)],
    )


def _values(chosen: Any, zone: str) -> dict[str, Any]:
    times = {name: local_input(getattr(chosen, name), zone) for name in VALID}
    figure = money_text(chosen.value)
    is_percent = chosen.effect == Effect.PERCENT
    is_amount = chosen.effect in (Effect.AMOUNT, Effect.PRICE)
    kept = chosen.reserved_type_id
    return {
        **{name: getattr(chosen, name) for name in PLAIN},
        **times,
        "percent": figure if is_percent else None,
        "amount": figure if is_amount else None,
        "ticket_types": [encode_id(one.id) for one in chosen.ticket_types],
        "reserved_type": encode_id(kept) if kept else None,
    }

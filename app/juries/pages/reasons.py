"""Why proposals cannot be assigned, in the words of the pages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext, ngettext

LISTED = 3


def _topic(code: str) -> str:
    """Return the words for a topic, as the pages of challenges have them."""
    return str(current_app.jinja_env.filters["theme_name"](code))


@dataclass(frozen=True)
class Names:
    """What the keys of the kernel stand for: jurors, proposals, and of each its challenge."""

    jurors: Mapping[str, str]
    titles: Mapping[str, str]
    challenges: Mapping[str, str]

    def juror(self, key: str) -> str:
        """Return a juror's name."""
        return self.jurors.get(key, gettext("a juror who left"))

    def title(self, key: str) -> str:
        """Return a proposal's title."""
        return self.titles.get(key, gettext("a proposal"))

    def proposals(self, keys: Collection[str]) -> str:
        """Return whom a reason is about: one proposal, all of a challenge, or a list."""
        titles = [gettext("“%(title)s”", title=self.title(key)) for key in keys]
        if len(titles) == 1:
            return titles[0]
        for name in {self.challenges.get(key) for key in keys}:
            if name and set(keys) == {key for key, one in self.challenges.items() if one == name}:
                return gettext("The challenge “%(name)s”", name=name)
        if len(titles) > LISTED:
            more = len(titles) - LISTED
            rest = ngettext("%(num)s more proposal", "%(num)s more proposals", more)
            titles = [*titles[:LISTED], rest]
        last = titles.pop()
        return gettext("Each of %(first)s and %(last)s", first=", ".join(titles), last=last)


def why_not(reason: Mapping[str, Any], names: Names) -> str:
    """Return in words why proposals cannot be assigned, and so what to change."""
    params: dict[str, str] = reason["params"]
    keys = reason.get("proposals") or [params[key] for key in ("proposal",) if key in params]
    if reason["code"] in ("too_few_jurors", "too_few_tagged"):
        return _too_few(params, names.proposals(keys))
    if reason["code"] == "too_few_together":
        return _too_few_together(params, names.proposals(keys))
    if reason["code"] == "too_little_capacity":
        return _too_little(params)
    return _other(reason["code"], params, names)


def _other(code: str, params: dict[str, str], names: Names) -> str:
    juror = names.juror(params.get("juror", ""))
    title = names.title(params.get("proposal", ""))
    words = {
        "too_few_places": lambda: gettext(
            "“%(title)s” must have %(places)s jurors to have all the topics asked for.",
            title=title,
            places=params["places"],
        ),
        "kept_over_capacity": lambda: gettext(
            "%(juror)s already has %(kept)s proposals but can take %(capacity)s.",
            juror=juror,
            kept=params["kept"],
            capacity=params["capacity"],
        ),
        "out_of_time": lambda: gettext(
            "No way was found in the time. Ask for less, or try again later."
        ),
        "not_linked": lambda: gettext(
            "The jurors cannot all be linked by proposals that they share."
        ),
    }
    if code in words:
        return words[code]()
    return gettext("%(juror)s and “%(title)s” no longer go together.", juror=juror, title=title)


def _too_few(params: Mapping[str, str], proposals: str) -> str:
    if "tag" in params:
        return ngettext(
            "%(proposals)s needs one more juror from %(topic)s without a conflict and with room.",
            "%(proposals)s needs %(num)s more jurors from %(topic)s without a conflict and "
            "with room.",
            int(params["missing"]),
            proposals=proposals,
            topic=_topic(params["tag"]),
        )
    return ngettext(
        "%(proposals)s needs one more juror without a conflict and with room.",
        "%(proposals)s needs %(num)s more jurors without a conflict and with room.",
        int(params["missing"]),
        proposals=proposals,
    )


def _too_little(params: dict[str, str]) -> str:
    if "tag" in params:
        return gettext(
            "%(need)s scorecards of jurors from %(tag)s are needed where those who may write them "
            "have room for %(room)s: %(missing)s too few. Add such a juror or raise a limit.",
            **(params | {"tag": _topic(params["tag"])}),
        )
    return gettext(
        "%(need)s scorecards are needed where the jurors who may write them have room for "
        "%(room)s: %(missing)s too few. Add a juror or raise a limit.",
        **params,
    )


def _too_few_together(params: Mapping[str, str], proposals: str) -> str:
    if "tag" in params:
        return ngettext(
            "All rules together, %(proposals)s: one more juror from %(topic)s is needed.",
            "All rules together, %(proposals)s: %(num)s more jurors from %(topic)s are needed.",
            int(params["missing"]),
            proposals=proposals,
            topic=_topic(params["tag"]),
        )
    return ngettext(
        "All rules together, %(proposals)s: one more juror is needed.",
        "All rules together, %(proposals)s: %(num)s more jurors are needed.",
        int(params["missing"]),
        proposals=proposals,
    )

"""Markdown to safe HTML: CommonMark in, an allow-list of plain tags out."""

from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *("p", "br", "strong", "em", "code", "pre", "blockquote", "hr", "a"),
    *("ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=512)  # the same few texts are shown again and again
def to_html(text: str, level: int = 3) -> str:
    """Return sanitised HTML whose headings start at a level and leave none out."""
    tokens = _parser.parse(text)
    _fit_headings(tokens, level)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )


def _fit_headings(tokens: Sequence[Token], level: int) -> None:
    """Give headings the levels of an outline, whatever the author wrote; screen readers use it."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            above = [one for one in above if one < written] + [written]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(level + len(above) - 1, 6)}"

"""Markdown to safe HTML: CommonMark in, an allow-list of plain tags out."""

import nh3
from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "strong", "em", "code", "pre", "blockquote", "hr", "a"),
    *("ul", "ol", "li", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(text: str) -> str:
    """Return sanitised HTML; headings start at the second level, links are marked as foreign."""
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )

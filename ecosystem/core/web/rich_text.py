"""Text people wrote as Markdown, codes in it, and QR codes: where HTML is made outside templates."""

import re
from functools import lru_cache
from typing import Any

import nh3
from flask import Blueprint, Flask, abort, request
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from ecosystem.core.access import public

LONGEST_PREVIEW = 50_000
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
SCHEMES = {"http", "https", "mailto", "tel"}

blueprint = Blueprint("previews", __name__)
_CODE = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{0,11}-\d{4}-\d{4,}(?![\w-])(?![^<>]*>)")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def markdown(text: str | None, top_heading: int = 2) -> Markup:
    """Return `text` as safe HTML; its headings start at level `top_heading`, so that the page keeps its one <h1>."""
    if not text:
        return Markup("")
    return Markup(_rendered(text, top_heading))  # noqa: S704 - cleaned by nh3


@lru_cache(maxsize=512)
def _rendered(text: str, top_heading: int) -> str:
    tokens = _parser.parse(text)
    _lower_headings(tokens, top_heading)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="noopener nofollow ugc",
    )


def _lower_headings(tokens: list[Token], top: int) -> None:
    """Headings start at `top` and go down one level at a time, whatever number of signs people typed."""
    written = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    ranks = {level: rank for rank, level in enumerate(sorted(set(written)))}
    before = top - 1
    for token in tokens:
        if token.type == "heading_open":
            before = min(top + ranks[int(token.tag[1])], before + 1, 6)
            token.tag = f"h{before}"
        elif token.type == "heading_close":
            token.tag = f"h{before}"


def qr_drawing(text: str, label: Any = "") -> Markup:
    """Return `text` as a QR code in SVG, readable on paper (error level M)."""
    import segno  # only pages with a code need it

    drawn = segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1))  # noqa: S704


def unbroken(text: Any) -> Markup:
    """Keep the codes of entries in a text on one line each: inside "HS-2026-0042" is no place to break."""
    kept = _CODE.sub(r'<span class="whitespace-nowrap">\g<0></span>', str(escape(text)))
    return Markup(kept)  # noqa: S704 - escaped above


def without_links(html: Markup) -> Markup:
    """Return rendered text whose links lead nowhere: staff read a letter, but what it links to is its reader's."""
    return Markup(_LINK.sub(r'<span class="link" title="\1">\2</span>', str(html)))  # noqa: S704 - cleaned before


@blueprint.post("/preview/markdown")
@public
def markdown_preview() -> str:
    """Render the visitor's own text; nothing is stored."""
    text = request.form.get("text", "")
    if len(text) > LONGEST_PREVIEW:
        abort(413)
    return str(markdown(text))


def init_rich_text(app: Flask) -> None:
    """Make the filters known to templates and serve the preview."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters.update(
        markdown=markdown, unbroken=unbroken, without_links=without_links, qr_drawing=qr_drawing
    )

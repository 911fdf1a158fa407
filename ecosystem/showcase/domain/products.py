"""What a product is, as its exhibitor describes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

MOST_PICTURES = 8
MOST_CERTIFICATES = 12
MOST_TAGS = 8
LONGEST_TAG = 40
MOST_PRODUCTS = 200
FEWEST_STARS, MOST_STARS = 3, 5
FIRST_OCOP_YEAR = 2018  # Decision 490/QĐ-TTg began the programme


class PriceKind(StrEnum):
    """How a product's price is told."""

    FIXED = "fixed"
    RANGE = "range"
    ON_REQUEST = "on_request"


class ProductState(StrEnum):
    """A draft is seen by its exhibitor's members only."""

    DRAFT = "draft"
    PUBLISHED = "published"


PRICE_KINDS: dict[PriceKind, Text] = {
    PriceKind.ON_REQUEST: _l("On request"),
    PriceKind.FIXED: _l("One price"),
    PriceKind.RANGE: _l("From … to …"),
}

SEEKS: dict[str, Text] = {
    "distributors": _l("Distributors"),
    "buyers": _l("Buyers"),
    "exporters": _l("Export partners"),
    "investors": _l("Investors"),
    "partners": _l("Production partners"),
    "suppliers": _l("Suppliers"),
    "technology": _l("Technology"),
    "research": _l("Research partners"),
    "advice": _l("Mentors and advice"),
    "staff": _l("Staff"),
}


@dataclass(frozen=True)
class ProductDetails:
    """A product as typed. Amounts are whole đồng; `sectors` and `seeks` hold codes, `tags` free words."""

    name: str
    name_en: str = ""
    summary: str = ""
    description: str = ""
    price_kind: PriceKind = PriceKind.ON_REQUEST
    price_low: int | None = None
    price_high: int | None = None
    unit: str = ""
    ocop_stars: int | None = None
    ocop_number: str = ""
    ocop_year: int | None = None
    video_url: str = ""
    tags: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


def price_problem(kind: PriceKind, low: int | None, high: int | None) -> tuple[str, Text] | None:
    """Return (field, what is wrong) of a price, None when it can stand."""
    if kind is PriceKind.ON_REQUEST:
        return None
    if low is None:
        return "price_low", _l("Please type the price, or choose that it is told on request.")
    if kind is PriceKind.RANGE and high is None:
        return "price_high", _l("Please type the highest price too.")
    if kind is PriceKind.RANGE and high is not None and high <= low:
        return "price_high", _l("The highest price must be more than the lowest.")
    return None


def settled_price(kind: PriceKind, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """Return the lowest and highest amount that belong to this kind of price; what does not is left out."""
    if kind is PriceKind.ON_REQUEST:
        return None, None
    return low, high if kind is PriceKind.RANGE else None


def stars_problem(stars: int | None, year: int | None, this_year: int) -> tuple[str, Text] | None:
    """Return (field, what is wrong) of an OCOP recognition, None when it can stand."""
    if stars is None:
        return None
    if not FEWEST_STARS <= stars <= MOST_STARS:
        return "ocop_stars", _l("OCOP products shown here have three to five stars.")
    if year is not None and not FIRST_OCOP_YEAR <= year <= this_year:
        return "ocop_year", _l("Please give a year from %(first)s to this one.", first=FIRST_OCOP_YEAR)
    return None


def tidy_tags(text: str) -> tuple[str, ...]:
    """Return the words of a comma-separated text, each once, in order, none longer than allowed."""
    found: dict[str, str] = {}
    for part in text.replace(";", ",").replace("\n", ",").split(","):
        word = " ".join(part.split())[:LONGEST_TAG].strip()
        if word:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())[:MOST_TAGS]


def known_seeks(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those of `codes` that exist, each once, in the order of the list."""
    wanted = set(codes)
    return tuple(code for code in SEEKS if code in wanted)


def missing_for_publication(name: str, summary: str, description: str, pictures: int) -> Sequence[Text]:
    """Return in sentences what a product lacks before everybody may see it; empty when nothing."""
    lacks: list[Text] = []
    if not name.strip():
        lacks.append(_l("It needs a name."))
    if not (summary.strip() or description.strip()):
        lacks.append(_l("Say in a sentence what it is."))
    if not pictures:
        lacks.append(_l("It needs at least one picture: people look before they read."))
    return lacks


def moved(order: Sequence[int], ident: int, direction: str) -> list[int]:
    """Return `order` with `ident` one place "up" or "down"; at the end of the list it stays."""
    wanted = list(order)
    at = wanted.index(ident)
    to = at - 1 if direction == "up" else at + 1
    if 0 <= to < len(wanted):
        wanted[at], wanted[to] = wanted[to], wanted[at]
    return wanted


def reordered(present: Sequence[str], wished: Sequence[str]) -> list[str]:
    """Return `present` in the wished order: what is not wished for keeps its order behind, strangers are left out."""
    known = set(present)
    first = list(dict.fromkeys(each for each in wished if each in known))
    return first + [each for each in present if each not in set(first)]

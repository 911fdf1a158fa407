"""The search over everything that anybody may see. One statement a kind, with and without marks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from ecosystem.contests.models import Contest
from ecosystem.contests.policies import public_contests
from ecosystem.core.database import session
from ecosystem.core.errors import Text
from ecosystem.core.finding import matches
from ecosystem.core.web.formatting import format_range, in_language
from ecosystem.core.web.navigation import path_to
from ecosystem.events.models import Event, Organiser
from ecosystem.exhibitions.models import Exhibition, Exhibitor, ExhibitorState
from ecosystem.exhibitions.policies import public_exhibitions
from ecosystem.investors.models import InvestorProfile
from ecosystem.investors.queries.profiles import InvestorFilter
from ecosystem.investors.queries.profiles import directory as investors_listed
from ecosystem.mentoring.domain.life_cycle import ProgrammeState
from ecosystem.mentoring.models import MentorProfile, Programme
from ecosystem.mentoring.queries.people import MentorFilter
from ecosystem.mentoring.queries.people import directory as mentors_listed
from ecosystem.portal.queries.front import PUBLIC_EVENT
from ecosystem.showcase.models import Product
from ecosystem.showcase.policies import shown_products
from ecosystem.startups.models import Startup

MOST = 8  # of a kind; more of it stands in its own list


@dataclass(frozen=True)
class Found:
    """One thing found: its name, a line about it, and its page."""

    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `more_url` is the list that holds the rest; "" when nothing is left."""

    title: Text
    icon: str
    found: list[Found]
    more_url: str = ""


@dataclass(frozen=True)
class _Kind:
    title: Text
    icon: str
    statement: Callable[[str], Select[Any]]
    shown: Callable[[Any], Found]
    rest: str = ""


def search(query: str) -> list[Group]:
    """Return what matches, by kind; kinds of which nothing was found are left out."""
    groups = []
    for kind in _KINDS:
        rows = session().scalars(kind.statement(query).limit(MOST + 1)).all()
        if rows:
            more = path_to(kind.rest, q=query) if kind.rest and len(rows) > MOST else ""
            groups.append(Group(kind.title, kind.icon, [kind.shown(row) for row in rows[:MOST]], more))
    return groups


def _contests(query: str) -> Select[Any]:
    wanted = (public_contests(), matches(Contest.search_text, query))
    return (
        select(Contest).join(Contest.event).where(*wanted).order_by(Contest.closes_at.desc().nulls_last(), Contest.id)
    )


def _events(query: str) -> Select[Any]:
    wanted = (PUBLIC_EVENT, matches(Event.search_text, query))
    return select(Event).where(*wanted).order_by(Event.starts_on.desc(), Event.id)


def _exhibitors(query: str) -> Select[Any]:
    return (
        select(Exhibitor)
        .join(Exhibitor.exhibition)
        .where(public_exhibitions(), Exhibitor.state == ExhibitorState.ACCEPTED, matches(Exhibitor.search_text, query))
        .options(contains_eager(Exhibitor.exhibition).load_only(Exhibition.title, Exhibition.title_en))
        .order_by(Exhibitor.sort_key, Exhibitor.id)
    )


def _products(query: str) -> Select[Any]:
    return (
        select(Product)
        .join(Product.exhibitor)
        .join(Exhibitor.exhibition)
        .where(public_exhibitions(), shown_products(), matches(Product.search_text, query))
        .options(contains_eager(Product.exhibitor).load_only(Exhibitor.public_id, Exhibitor.name))
        .order_by(Product.sort_key, Product.id)
    )


def _startups(query: str) -> Select[Any]:
    wanted = (Startup.is_public.is_(True), Startup.archived_at.is_(None), matches(Startup.search_text, query))
    return select(Startup).where(*wanted).order_by(Startup.sort_key, Startup.id)


def _programmes(query: str) -> Select[Any]:
    public = (Programme.state != ProgrammeState.DRAFT, Organiser.approved_at.is_not(None))
    wanted = (*public, matches(Programme.search_text, query))
    return select(Programme).join(Programme.organiser).where(*wanted).order_by(Programme.closes_at.desc(), Programme.id)


def _mentor(mentor: MentorProfile) -> Found:
    return Found(mentor.account.name, mentor.headline, path_to("mentoring.mentor", mentor_id=mentor.public_id))


def _investor(investor: InvestorProfile) -> Found:
    address = path_to("investors.show", public_id=investor.public_id)
    return Found(investor.name, in_language(investor, "thesis"), address)


def _product(product: Product) -> Found:
    address = path_to("showcase.product", exhibitor_id=product.exhibitor.public_id, product_id=product.public_id)
    about = " – ".join(part for part in (product.exhibitor.name, product.summary) if part)
    return Found(in_language(product, "name"), about, address)


_KINDS = (
    _Kind(
        _l("Contests"),
        "trophy",
        _contests,
        lambda each: Found(
            in_language(each, "title"), in_language(each, "summary"), path_to("contest.show", slug=each.slug)
        ),
        "contest.index",
    ),
    _Kind(
        _l("Events"),
        "calendar-days",
        _events,
        lambda each: Found(
            in_language(each, "title"),
            format_range(each.starts_on, each.ends_on),
            path_to("events_public.show", event_slug=each.slug),
        ),
        "events_public.index",
    ),
    _Kind(
        _l("Startups"),
        "rocket",
        _startups,
        lambda each: Found(each.name, each.one_liner, path_to("startups.show", slug=each.slug)),
        "startups.index",
    ),
    _Kind(
        _l("Booths"),
        "store",
        _exhibitors,
        lambda each: Found(
            each.name, in_language(each.exhibition, "title"), path_to("showcase.booth", exhibitor_id=each.public_id)
        ),
    ),
    _Kind(_l("Products"), "package", _products, _product),
    _Kind(_l("Mentors"), "users", lambda query: mentors_listed(MentorFilter(query=query)), _mentor, "mentoring.index"),
    _Kind(
        _l("Mentoring programmes"),
        "compass",
        _programmes,
        lambda each: Found(
            in_language(each, "title"), each.summary, path_to("mentoring.show", programme_slug=each.slug)
        ),
    ),
    _Kind(
        _l("Investors"),
        "hand-coins",
        lambda query: investors_listed(InvestorFilter(query=query)),
        _investor,
        "investors.index",
    ),
)

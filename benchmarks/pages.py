"""What is asked: each page as the requests that are sent over and over, in turn."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask, current_app, url_for
from sqlalchemy import func, select

from benchmarks import product
from ecosystem.accounts.models import Account
from ecosystem.core.database import session
from ecosystem.demo.people import ORGANISER, PASSWORD, account_at
from ecosystem.judging.models import Assignment, Criterion

COUNTER = "{n}"


@dataclass(frozen=True)
class Asked:
    """One request. `{n}` in the body or a header is replaced by a number that is new each time."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Measured:
    """A page with its name in the report and the endpoint that must exist for it."""

    name: str
    endpoint: str
    requests: Callable[[Flask], Sequence[Asked]]


def _organiser(app: Flask) -> dict[str, str]:
    return {"Cookie": product.sign_in(app, account_at(ORGANISER.address)).cookie}


def _round_public_id() -> str:
    """The round of the large contest in which most sheets are."""
    assignment = session().scalars(
        select(Assignment).group_by(Assignment.round_id, Assignment.id).order_by(func.max(Assignment.id).desc())
    )
    return assignment.first().round.public_id


def _public(endpoint: str, **values: str) -> Callable[[Flask], Sequence[Asked]]:
    return lambda _app: [Asked(url_for(endpoint, slug=product.large_contest().slug, **values))]


def _as_organiser(endpoint: str, *, in_round: bool = False, **values: str) -> Callable[[Flask], Sequence[Asked]]:
    def requests(app: Flask) -> Sequence[Asked]:
        more = {"public_id": _round_public_id()} if in_round else {}
        path = url_for(endpoint, slug=product.large_contest().slug, **more, **values)
        return [Asked(path, headers=_organiser(app))]

    return requests


def _open_sheet(app: Flask) -> Sequence[Asked]:
    return [
        Asked(url_for("judge_desk.sheet", public_id=ident), headers={"Cookie": product.sign_in(app, account).cookie})
        for account, ident in product.open_sheets()
    ]


def _queue(app: Flask) -> Sequence[Asked]:
    path = url_for("judge_desk.queue", public_id=_round_public_id())
    return [
        Asked(path, headers={"Cookie": product.sign_in(app, account).cookie}) for account, _ in product.open_sheets()
    ]


def _save_score(app: Flask) -> Sequence[Asked]:
    """The autosave of one score: another value and another key each time, 30 judges in turn."""
    key = session().scalars(select(Criterion.key).order_by(Criterion.id.desc())).first()
    asked = []
    for account, ident in product.open_sheets():
        criterion = _first_criterion(ident) or key
        person = product.sign_in(app, account)
        headers = {
            "Cookie": person.cookie,
            "Content-Type": "application/json",
            "X-CSRFToken": person.token,
            "Idempotency-Key": f"bench-{ident}-{COUNTER}",
            "Referer": current_app.config["SETTINGS"].base_url + "/",
        }
        asked.extend(
            Asked(
                url_for("judge_desk.save", public_id=ident),
                "POST",
                headers,
                json.dumps({"fields": {f"score-{criterion}": points}}),
            )
            for points in ("5", "7", "6")
        )
    # Neighbours differ in judge, so that saves of one sheet do not follow each other.
    return [asked[place] for offset in range(3) for place in range(offset, len(asked), 3)]


def _first_criterion(ident: str) -> str:
    found = session().scalars(select(Assignment).where(Assignment.public_id == ident)).one()
    version_id = found.sheet.rubric_version_id
    keys = select(Criterion.key).where(Criterion.rubric_version_id == version_id).order_by(Criterion.position)
    return str(session().scalars(keys).first())


def _sign_in(_app: Flask) -> Sequence[Asked]:
    """The form with a right password, for many people in turn."""
    anonymous = product.sign_in(current_app, account_at(ORGANISER.address))
    signing_only = anonymous.cookie.split("=", 1)[0]
    asked = []
    for address in session().scalars(select(Account.email).where(Account.email.like("giamkhao%@nhieu.example"))):
        cookie, token = _cookie_without_person()
        body = urlencode({"email": address, "password": PASSWORD, "csrf_token": token})
        headers = {
            "Cookie": f"{signing_only}={cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": current_app.config["SETTINGS"].base_url + "/",
        }
        asked.append(Asked(url_for("accounts.sign_in"), "POST", headers, body))
    return asked


def _cookie_without_person() -> tuple[str, str]:
    from flask.sessions import SecureCookieSessionInterface
    from itsdangerous import URLSafeTimedSerializer

    signing = SecureCookieSessionInterface().get_signing_serializer(current_app)
    token = URLSafeTimedSerializer(product.SECRET, salt="wtf-csrf-token").dumps(product.CSRF)
    return str(signing.dumps({"csrf_token": product.CSRF})), str(token)


PAGES = (
    Measured("home", "portal.home", lambda _app: [Asked("/")]),
    Measured("public contest page", "contest.show", _public("contest.show")),
    Measured("gallery", "applications_gallery.gallery", _public("applications_gallery.gallery")),
    Measured("judge: queue", "judge_desk.queue", _queue),
    Measured("judge: open the next entry", "judge_desk.sheet", _open_sheet),
    Measured("judge: save a score", "judge_desk.save", _save_score),
    Measured("organiser: overview", "console.contest_overview", _as_organiser("console.contest_overview")),
    Measured("organiser: entries", "applications_staff.entries", _as_organiser("applications_staff.entries")),
    Measured("organiser: progress", "judging_progress.board", _as_organiser("judging_progress.board", in_round=True)),
    Measured(
        "organiser: ranking, page of 100",
        "judging_ranking.board",
        _as_organiser("judging_ranking.board", in_round=True),
    ),
    Measured(
        "organiser: ranking, all",
        "judging_ranking.board",
        _as_organiser("judging_ranking.board", in_round=True, all="1"),
    ),
    Measured(
        "organiser: all reviews as CSV",
        "judging_downloads.reviews",
        _as_organiser("judging_downloads.reviews", in_round=True, kind="csv"),
    ),
    Measured(
        "organiser: entries as CSV", "applications_staff.export_csv", _as_organiser("applications_staff.export_csv")
    ),
    Measured("sign in", "accounts.sign_in", _sign_in),
)


def asked_of(app: Flask) -> list[tuple[Measured, list[Asked]]]:
    """The pages that this version has, with their requests."""
    with app.test_request_context(base_url=app.config["SETTINGS"].base_url):
        return [(page, list(page.requests(app))) for page in PAGES if page.endpoint in app.view_functions]

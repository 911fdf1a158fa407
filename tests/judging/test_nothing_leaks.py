"""What is held shows nowhere: whatever was decided in secret, everybody outside the staff reads the same.

The same contest is decided twice, the other way round. Every page that a visitor, an applicant or a judge can reach
by links, and every address that could be guessed, must read the same both times, and so must the mails that left.
"""

import io
import re
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import unified_diff
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, GalleryState
from ecosystem.applications.services import decisions as eligibility
from ecosystem.contests.domain.kinds import FeedbackPolicy
from ecosystem.contests.services.extensions import extend_for_all
from ecosystem.core import clock
from ecosystem.core.database import db, session, transaction
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import Award
from ecosystem.judging.services import awards, decisions, publication
from ecosystem.notifications.models import Mail, MailState
from tests.judging.judged import Judged, judged_round
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_prize
from tests.support.held_clock import HeldClock

MOST_PAGES = 70
# Different at every request, whatever the page says.
CHANGING = re.compile(
    r'(name="(?:csrf_token|create_key|key)"[^>]*value|name="csrf-token" content)="[^"]*"'
    r"|mã số <code>\w+</code>|/inbox/\w+/open"
)
LINKS = re.compile(r'(?:href|src)="([^"#]+)')
NOT_FOLLOWED = ("/static/", "/display", "/sign-out")
Outcome = Callable[["Secret"], None]
Seen = dict[str, str]


@dataclass
class Secret:
    """A round that is scored and an entry that waits to be found eligible, with the people outside the staff."""

    judged: Judged
    waiting: Application
    people: dict[str, Account | None] = field(default_factory=dict)


@pytest.fixture
def secret(session: Session, held_clock: HeldClock) -> Secret:
    held_clock.set("2026-11-22 09:00")
    judged = judged_round(entries=3, judges=2, chaired=False, rounds=2, places=1)
    with transaction():
        judged.contest.has_gallery = True
        judged.entries[0].gallery = GalleryState.SHOWN
        judged.contest.feedback = FeedbackPolicy.CRITERIA_AND_COMMENTS
    judged.handed_in([10, 10], [8, 8], [4, 4])
    for rank in (1, 2):
        make_prize(judged.contest, f"Giải {rank}", rank=rank, board_id=judged.board.id)
    waiting = make_application(judged.contest, by=account("Y Mẫu Chờ"), state=ApplicationState.SUBMITTED)
    made = Secret(judged, waiting)
    people = {f"team {at}": entry.created_by_id for at, entry in enumerate(judged.entries[:2])}
    people |= {"waiting": waiting.created_by_id, "judge": judged.judge(0).id}
    made.people = {"visitor": None} | {part: session.get(Account, ident) for part, ident in people.items()}
    return made


def decide(secret: Secret, order: Iterable[int], verdict: eligibility.Verdict) -> None:
    """Who goes on, who wins which prize, who is eligible; the mails are written and held."""
    judged, owner = secret.judged, secret.judged.owner
    first, second, third = (judged.entries[at] for at in order)
    decisions.decide(judged.round, [first.id], Decision.ADVANCE, by=owner, note=f"Ghi chú {first.code}")
    decisions.decide(judged.round, [second.id], Decision.STOP, by=owner)
    decisions.decide(judged.round, [third.id], Decision.STOP, by=owner)
    for prize, winner in zip(judged.contest.prizes, (first, second), strict=True):
        awards.give(prize, winner, by=owner, citation=f"Tuyên dương {winner.code}")
    publication.write_mails(judged.round)
    eligibility.decide(application=secret.waiting, verdict=verdict, reason="Lý do", by=owner, at=clock.now())


def one_way(secret: Secret) -> None:
    decide(secret, (0, 1, 2), eligibility.Verdict.ACCEPT)


def the_other_way(secret: Secret) -> None:
    decide(secret, (2, 0, 1), eligibility.Verdict.REJECT)


def undecided(_secret: Secret) -> None:
    """Nothing yet."""


class Reader:
    """Somebody who opens everything that can be reached from the front page, and what could be guessed."""

    def __init__(self, app: Flask, person: Account | None, guesses: Iterable[str]) -> None:
        self.client: FlaskClient = app.test_client()
        if person is not None:
            sign_in(self.client, person)
        self.waiting = deque(["/", "/work", "/entries/", "/inbox", "/judge/", "/account/privacy", *guesses])
        self.seen: Seen = {}

    def read_everything(self) -> Seen:
        while self.waiting and len(self.seen) < MOST_PAGES:
            address = self.waiting.popleft()
            if address not in self.seen:
                self.seen[address] = self.read(address)
        return self.seen

    def read(self, address: str) -> str:
        answer = self.client.get(address, headers={"Accept-Language": "vi"})
        text = words_of(answer.mimetype, answer.data)
        if answer.mimetype == "text/html":
            self.waiting.extend(own_links(address, text))
        told = [answer.headers.get(name, "") for name in ("Location", "ETag", "Last-Modified")]
        return "\n".join([str(answer.status_code), *told, CHANGING.sub("", text)])


def words_of(kind: str, content: bytes) -> str:
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def own_links(address: str, text: str) -> list[str]:
    targets = (urlsplit(urljoin(f"http://localhost{address}", unescape(link))) for link in LINKS.findall(text))
    own = (f"{to.path}{'?' + to.query if to.query else ''}" for to in targets if to.netloc == "localhost")
    return [link for link in own if not (link.startswith(NOT_FOLLOWED) or link.endswith("/rules.pdf"))]


def guesses(secret: Secret) -> list[str]:
    """Addresses nobody links to yet."""
    contest, round_ = secret.judged.contest, secret.judged.round
    desk = f"/organise/contests/{contest.slug}/judging"
    of_round = [f"{desk}/{page}/{round_.public_id}" for page in ("ranking", "results", "progress")]
    papers = [f"{desk}/ranking/{round_.public_id}/ranking.csv", f"{desk}/results/{round_.public_id}/minutes.pdf"]
    public = [f"/contests/{contest.slug}/{page}" for page in ("winners", "results-1.json", "gallery", "scoring")]
    entries = [*secret.judged.entries, secret.waiting]
    own = [f"/entries/{entry.public_id}/{page}" for entry in entries for page in ("receipt", "versions", "dossier.pdf")]
    titles = [f"/search?q={entry.code}" for entry in entries]
    return [*public, *of_round, *papers, *own, *titles, f"/events/{contest.event.slug}.ics"]


def secret_addresses() -> list[str]:
    """Of what was given in secret; each time other ones, so only their answers are compared."""
    ids = session().scalars(select(Award.public_id)).all()
    return [path for ident in ids for path in (f"/verify/{ident}", f"/certificates/{ident}.pdf")]


@contextmanager
def taken_back(app: Flask):  # type: ignore[no-untyped-def]
    """Whatever happens inside has not happened afterwards."""
    db.session.commit()
    undo = db.engine.begin_nested()  # type: ignore[attr-defined]  # in a test, the engine is one connection
    yield
    db.session.commit()
    undo.rollback()
    db.session.expire_all()


def everything_seen(app: Flask, secret: Secret, outcome: Outcome) -> dict[str, Seen]:
    """By person, what they read while this outcome is held."""
    with taken_back(app):
        addresses = guesses(secret)
        outcome(secret)
        later = secret.judged.contest.closes_at + timedelta(days=1)
        extend_for_all(secret.judged.contest, closes_at=later, reason="Mất điện", by=secret.judged.owner.id)
        seen = {part: Reader(app, person, addresses).read_everything() for part, person in secret.people.items()}
        for part, person in secret.people.items():
            reader = Reader(app, person, ())
            hidden = sorted({reader.read(address)[:3] for address in secret_addresses()})
            seen[part]["what was given"] = " ".join(hidden) or "404 404"
        left = session().scalars(select(Mail).where(Mail.state != MailState.HELD))
        seen["mails that left"] = {"all": "\n".join(sorted(f"{mail.to_address}: {mail.body}" for mail in left))}
    return seen


def different(one: dict[str, Seen], other: dict[str, Seen]) -> list[str]:
    found = []
    for part in one:
        for address in sorted(one[part].keys() | other[part].keys()):
            lines = unified_diff(*(seen[part].get(address, "").splitlines() for seen in (one, other)), n=0, lineterm="")
            found += [f"{part}: {address}: {line}" for line in lines if not line.startswith(("---", "+++", "@@"))]
    return found


def test_nobody_outside_reads_what_was_decided_in_secret(app: Flask, secret: Secret) -> None:
    before = everything_seen(app, secret, undecided)
    decided = everything_seen(app, secret, one_way)
    found = different(decided, everything_seen(app, secret, the_other_way))
    assert not found, "\n".join(found)
    assert all(len(seen) > 20 for part, seen in before.items() if part != "mails that left")
    for seen in (before, decided):
        for part in seen:
            seen[part].pop("what was given", None)
    found = different(before, decided)
    assert not found, "\n".join(found)


def announced(secret: Secret) -> None:
    decide(secret, (0, 1, 2), eligibility.Verdict.REJECT)
    publication.publish(secret.judged.round, by=secret.judged.owner)
    eligibility.announce_decisions(contest=secret.judged.contest, by=secret.judged.owner)


def test_the_same_readers_see_what_was_announced(app: Flask, secret: Secret) -> None:
    """The test above proves nothing if its readers never come to a page that tells."""
    seen = different(everything_seen(app, secret, undecided), everything_seen(app, secret, announced))
    told = {line.partition(":")[0] for line in seen}
    assert told >= {"visitor", "team 0", "team 1", "waiting", "mails that left"}

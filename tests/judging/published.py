"""A round scored sheet by sheet, published, and its file: for tests of what can be checked afterwards."""

import gzip
import json
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from ecosystem.core.database import session, transaction
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.domain.results.snapshot import canonical, fingerprint
from ecosystem.judging.models import Bundle, ComponentValue, Publication
from ecosystem.judging.services import decisions, publication, sheet_steps
from tests.judging.judged import Judged, judged_round

VOTES = {"key": "votes", "name": "Bình chọn", "name_en": "", "formula": "votes", "maximum": "20", "places": 1}


def scored_round(*, entries: int = 3, judges: int = 2) -> Judged:
    """Every judge scores every entry and hands in; one judge first gives other points, so that history has more."""
    judged = judged_round(entries=entries, judges=judges, places=2)
    with transaction():
        judged.version.components = [VOTES]
        judged.version.tie_break = [{"by": "criterion", "key": "effect"}, {"by": "earlier_submission"}]
        for number, entry in enumerate(judged.entries):
            session().add(
                ComponentValue(
                    round_id=judged.round.id,
                    application_id=entry.id,
                    key="votes",
                    value=Decimal(7 * number),
                    entered_by_id=judged.owner.id,
                )
            )
    judged.scored(0, 0, 3)
    for judge in range(judges):
        for entry in range(entries):
            sheet_steps.hand_in([judged.scored(judge, entry, 10 - entry - judge)], by=judged.judge(judge))
    return judged


def published(judged: Judged) -> Publication:
    """Decide that everybody goes on, and announce."""
    decisions.decide(judged.round, [entry.id for entry in judged.entries], Decision.ADVANCE, by=judged.owner)
    return publication.publish(judged.round, by=judged.owner)


def file_of(made: Publication) -> bytes:
    """The bytes that are downloaded."""
    return gzip.decompress(session().scalars(select(Bundle.content).where(Bundle.publication_id == made.id)).one())


def opened(content: bytes) -> dict[str, Any]:
    """The file as values."""
    found: dict[str, Any] = json.loads(content)
    return found


def resealed(document: dict[str, Any]) -> bytes:
    """A forger's file: changed, and the seal computed anew."""
    without = {key: value for key, value in document.items() if key != "seal"}
    return canonical(without | {"seal": fingerprint(without)})

"""Published results checked from their file alone: sound as published, and no change goes unnoticed."""

import random
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.core.invariants import failed_checks, violations
from ecosystem.judging.domain.verification import Problem, verify
from ecosystem.judging.invariants import CHECKS, INVARIANTS
from ecosystem.judging.models import Bundle, EventChain, ScoreEvent, SealedEvent
from ecosystem.judging.services import publication, sealing, sheet_steps
from tests.house_rules.sources import ROOT
from tests.judging.judged import Judged
from tests.judging.published import file_of, opened, published, resealed, scored_round

Document = dict[str, Any]


@pytest.fixture
def judged(session: Session) -> Judged:
    return scored_round()


@pytest.fixture
def content(judged: Judged) -> bytes:
    return file_of(published(judged))


def problems(content: bytes, published_hash: str = "") -> set[Problem]:
    return {finding.problem for finding in verify(content, published_hash=published_hash).findings}


def test_what_is_published_is_sound(judged: Judged, session: Session) -> None:
    made = published(judged)
    content = file_of(made)
    report = verify(content, published_hash=sha256(content).hexdigest())
    assert list(report.findings) == []
    assert report.was_compared
    (board,) = report.boards
    assert (board.entries, board.ranked, board.sheets, board.method) == (3, 3, 6, "raw")
    assert report.events == session.query(ScoreEvent).count() > 36
    bundle = session.scalars(select(Bundle)).one()
    assert (bundle.file_hash, bundle.size) == (sha256(content).hexdigest(), len(content))


def test_nobody_is_named(judged: Judged) -> None:
    text = file_of(published(judged)).decode()
    people = [*judged.panel, *(judged.judge(0), judged.judge(1))]
    assert not any(person.name in text or person.email in text for person in people)


def test_any_changed_byte_is_found(content: bytes) -> None:
    generator = random.Random(7)
    for place in generator.sample(range(len(content)), 400):
        changed = bytearray(content)
        changed[place] ^= 1 << generator.randrange(8)
        assert not verify(bytes(changed)).is_sound, f"byte {place}: {content[place - 20 : place + 20]!r}"


@pytest.mark.parametrize("cut", [0, 1, 1000, -1])
def test_a_cut_file_is_found(content: bytes, cut: int) -> None:
    assert not verify(content[:cut]).is_sound
    assert not verify(content + b" ").is_sound


def first_entry(document: Document) -> Document:
    found: Document = document["boards"][0]["entries"][0]
    return found


def raise_a_score(document: Document) -> None:
    first_entry(document)["sheets"][0]["scores"]["pitch"] = "1"


def swap_ranks(document: Document) -> None:
    one, other = document["boards"][0]["entries"][:2]
    one["rank"], other["rank"] = other["rank"], one["rank"]


def raise_a_total(document: Document) -> None:
    first_entry(document)["score"] = "99"


def change_votes(document: Document) -> None:
    first_entry(document)["components"]["votes"]["points"] = "19"


def drop_an_event(document: Document) -> None:
    del document["record"]["events"][3]


def drop_the_last_event(document: Document) -> None:
    del document["record"]["events"][-1]


def change_an_event(document: Document) -> None:
    document["record"]["events"][0]["rest"] = "0" * 64


def exchange_sheets(document: Document) -> None:
    one, other = document["boards"][0]["entries"][0]["sheets"][0], document["boards"][0]["entries"][1]["sheets"][0]
    one["scores"], other["scores"] = other["scores"], one["scores"]
    first, second = document["record"]["sheets"][0], document["record"]["sheets"][2]
    for name in ("sheet", "salt", "salts"):
        first[name], second[name] = second[name], first[name]


def drop_a_judge(document: Document) -> None:
    removed = first_entry(document)["sheets"].pop()
    sheets = document["record"]["sheets"]
    proof = next(s for s in sheets if (s["entry"], s["judge"]) == (first_entry(document)["code"], removed["judge"]))
    sheets.remove(proof)
    document["record"]["left_out"].append({"sheet": proof["sheet"], "reason": "withdrawn"})


def change_the_pass_mark(document: Document) -> None:
    document["boards"][0]["rules"]["pass_mark"] = "99"


def change_the_method(document: Document) -> None:
    document["boards"][0]["method"]["name"] = "oracle"


@pytest.mark.parametrize(
    ("forge", "found"),
    [
        (raise_a_score, Problem.SCORE_NOT_ON_RECORD),
        (swap_ranks, Problem.FIGURE),
        (raise_a_total, Problem.FIGURE),
        (change_votes, Problem.FIGURE),
        (drop_an_event, Problem.LINK),
        (drop_the_last_event, Problem.HEAD),
        (change_an_event, Problem.LINK),
        (exchange_sheets, Problem.SHEET_BINDING),
        (drop_a_judge, Problem.LEFT_OUT),
        (change_the_pass_mark, Problem.FIGURE),
        (change_the_method, Problem.UNKNOWN_METHOD),
    ],
)
def test_a_forgery_with_a_new_seal_is_found(content: bytes, forge: Callable[[Document], None], found: Problem) -> None:
    document = opened(content)
    forge(document)
    forged = resealed(document)
    assert found in problems(forged)
    assert Problem.SEAL not in problems(forged)
    assert Problem.PUBLISHED_HASH in problems(forged, sha256(content).hexdigest())


def test_a_forgery_as_a_whole_needs_the_published_hash(content: bytes) -> None:
    document = opened(content)
    document["contest"]["title"] = "Cuộc thi khác"
    forged = resealed(document)
    assert problems(forged) == set(), "nothing inside says otherwise"
    assert problems(forged, sha256(content).hexdigest()) == {Problem.PUBLISHED_HASH}


def test_a_file_from_before_there_were_votes_is_still_sound(content: bytes) -> None:
    document = opened(content)
    del document["votes"]
    assert verify(resealed(document)).is_sound


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'{"format":"ecosystem-results/1"}',
        b'{"format":"ecosystem-results/2"}',
        b'{"format":"ecosystem-results/2","seal":"\\ud800"}',
        b'{"format":"ecosystem-results/2","boards":NaN}',
        b"[" * 200_000,
        b"\xff\xfe",
        b"%PDF-1.7",
    ],
)
def test_whatever_is_given_gets_an_answer(content: bytes) -> None:
    assert not verify(content).is_sound


@pytest.mark.parametrize("value", [None, "x", "NaN", "1e9", -1, 10**30, [], {}, True, 0.5])
def test_hostile_values_get_an_answer(content: bytes, value: object) -> None:
    for path in ("places", "total", "min_judges", "criteria", "tie_break"):
        if (path, value) == ("tie_break", []):  # a rubric may leave ties as they are
            continue
        document = opened(content)
        document["boards"][0]["rules"][path] = value
        assert not verify(resealed(document)).is_sound, path


def test_the_command_needs_neither_flask_nor_a_database(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(content)
    program = (
        "import sys; from ecosystem.judging.verify import main; status = main(sys.argv[1:]);"
        "assert not [m for m in sys.modules if m.split('.')[0] in {'flask', 'flask_babel', 'sqlalchemy', 'numpy'}];"
        "sys.exit(status)"
    )
    given = [sys.executable, "-c", program, str(file), "--hash", sha256(content).hexdigest()]
    done = subprocess.run(given, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "VERIFIED" in done.stdout
    file.write_bytes(content.replace(b'"rank":1', b'"rank":2', 1))
    again = subprocess.run(given, cwd=ROOT, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "NOT VERIFIED" in again.stdout


def test_sheets_that_do_not_count_are_told_with_their_reason(judged: Judged) -> None:
    sheet_steps.recuse(judged.charge(1, 2), reason="Người nhà", by=judged.judge(1))
    report = verify(file_of(published(judged)))
    assert list(report.findings) == []
    assert report.left_out == [("withdrawn", 1)]


def test_the_record_goes_on_after_a_withdrawal(judged: Judged) -> None:
    first = published(judged)
    publication.withdraw_publication(first, reason="Sai sót", by=judged.owner)
    sheet_steps.reopen(judged.charge(0, 0).sheet, reason="Chấm lại", by=judged.judge(0))  # type: ignore[arg-type]
    sheet_steps.hand_in([judged.scored(0, 0, 5)], by=judged.judge(0))
    second = published(judged)
    one, two = verify(file_of(first)), verify(file_of(second))
    assert (one.is_sound, two.is_sound) == (True, True)
    assert two.events > one.events
    assert opened(file_of(second))["record"]["events"][: one.events] == opened(file_of(first))["record"]["events"]


@pytest.mark.both_databases
def test_sealing_takes_every_event_once(session: Session) -> None:
    judged = scored_round(entries=2)
    events = session.query(ScoreEvent).count()
    assert sealing.seal(judged.round.id, at_most=5) == 5
    assert sealing.seal_due() == events - 5
    assert sealing.seal_due() == 0
    chain = session.scalars(select(EventChain)).one()
    assert chain.length == events == session.query(SealedEvent).count()
    assert verify(file_of(published(judged))).is_sound


def test_the_invariants_find_a_changed_event_and_a_changed_link(judged: Judged, session: Session) -> None:
    sealing.seal_due()
    assert [str(each) for each in (*violations(INVARIANTS), *failed_checks(CHECKS))] == []
    with transaction():
        session.execute(update(ScoreEvent).where(ScoreEvent.kind == "score").values(after="20"))
        session.execute(update(SealedEvent).where(SealedEvent.number == 4).values(value="0" * 64))
    told = [str(each) for each in failed_checks(CHECKS)]
    assert len(told) == 2
    assert "/4" in told[0]

"""The check of a downloaded file: its bytes, its seal, its record, its ranking."""

import json
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from typing import Any, NoReturn

from ecosystem.judging.domain.results.snapshot import FORMAT, fingerprint_of, joined, spelled
from ecosystem.judging.domain.verification import record
from ecosystem.judging.domain.verification.document import Board, Entry, Malformed, Node, Rules, boards
from ecosystem.judging.domain.verification.recompute import METHODS, Figures
from ecosystem.judging.domain.verification.report import BoardSummary, Finding, Problem, Report

LARGEST = 64 * 1024 * 1024
OLD = "ecosystem-results/1"


def verify(content: bytes, *, published_hash: str = "") -> Report:
    """Check the bytes of a file of published results; compare its SHA-256 with `published_hash` if that is given.

    Never raises for whatever the bytes are: what does not fit stands in the report.
    """
    file_hash = sha256(content).hexdigest()
    wanted = published_hash.strip().lower()
    findings = []
    if wanted and wanted != file_hash:
        findings.append(Finding(Problem.PUBLISHED_HASH, "", file_hash, wanted))
    document, problem = _read(content)
    if document is None:
        return Report(file_hash, [*findings, Finding(problem or Problem.NOT_JSON)], bool(wanted))
    try:
        findings += _whole(document, content)
        return _reported(Node(document), file_hash, findings, bool(wanted))
    except Malformed as error:
        return Report(file_hash, [*findings, Finding(Problem.MALFORMED, str(error))], bool(wanted))


def _read(content: bytes) -> tuple[dict[str, Any] | None, Problem | None]:
    if len(content) > LARGEST:
        return None, Problem.TOO_LARGE
    try:
        document = json.loads(content.decode(), parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        return None, Problem.NOT_JSON
    if not isinstance(document, dict):
        return None, Problem.NOT_JSON
    if document.get("format") != FORMAT:
        return None, Problem.OLD_FORMAT if document.get("format") == OLD else Problem.UNKNOWN_FORMAT
    return document, None


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _whole(document: dict[str, Any], content: bytes) -> Iterator[Finding]:
    try:
        members = spelled(document)
    except (UnicodeEncodeError, RecursionError) as error:  # half of a surrogate pair
        raise Malformed(str(type(error).__name__)) from error
    if joined(members) != content:
        yield Finding(Problem.NOT_CANONICAL)
    stated = document.get("seal")
    members.pop("seal", None)
    computed = fingerprint_of(members)
    if stated != computed:
        yield Finding(Problem.SEAL, "seal", str(stated)[:64], computed)


def _reported(document: Node, file_hash: str, findings: list[Finding], was_compared: bool) -> Report:
    read = boards(document)
    chain = record.read_chain(document["record"], document["chain"])
    findings += chain.findings
    if not chain.findings:
        findings += record.check_sheets(document["record"], chain, read)
    summaries = []
    for board in read:
        findings += _check_board(board)
        summaries.append(_summary(board))
    findings += _check_votes(document, read)
    return Report(
        file_hash,
        findings,
        was_compared,
        contest=document["contest"]["title"].text(),
        round=document["round"]["name"].text(),
        published_at=document["published_at"].moment().isoformat(),
        boards=summaries,
        events=chain.events,
        head=chain.head,
        left_out=record.left_out_by_reason(document["record"]),
    )


def _check_votes(document: Node, read: list[Board]) -> Iterator[Finding]:
    """What a public vote counted is what the part of the score that rests on it was computed from."""
    votes = document["votes"].list() if "votes" in document.value else []  # there were none in the first files
    for vote in votes:
        component = vote["component"].text()
        counted = {each["code"].text(): each["counted"].whole() for each in vote["entries"].list()}
        for board in read if component else ():
            for entry in board.entries:
                entered = entry.entered.get(component)
                if component in entry.entered and entered != counted.get(entry.code, 0):
                    yield Finding(Problem.VOTES, entry.code, _shown(entered), str(counted.get(entry.code, 0)))


def _summary(board: Board) -> BoardSummary:
    ranked = sum(entry.stated["rank"].value is not None for entry in board.entries)
    sheets = sum(len(entry.sheets) for entry in board.entries)
    return BoardSummary(board.name, board.method, len(board.entries), ranked, sheets)


def _check_board(board: Board) -> Iterator[Finding]:
    method = METHODS.get(board.method)
    if method is None:
        yield Finding(Problem.UNKNOWN_METHOD, board.name, board.method)
        return
    computed = method(board)
    for entry in board.entries:
        yield from _check_entry(board.rules, entry, computed[entry.code])


def _check_entry(rules: Rules, entry: Entry, computed: Figures) -> Iterator[Finding]:
    stated = entry.stated
    pairs: list[tuple[str, object, object]] = [
        ("score", stated["score"].or_none(Node.exact), computed.score),
        ("jury", stated["jury"].or_none(Node.exact), computed.jury),
        ("missing", stated["missing"].or_none(Node.text), computed.missing),
        ("rank", stated["rank"].or_none(Node.whole), computed.rank),
    ]
    for criterion in rules.criteria:
        mean = stated["criteria"][criterion.key].or_none(Node.exact)
        pairs.append((criterion.key, mean, computed.criteria[criterion.key]))
    for part in rules.parts:
        points = stated["components"][part.key]["points"].or_none(Node.exact)
        pairs.append((part.key, points, computed.parts[part.key]))
    failed = {(each["gate"].text(), each["key"].text()) for each in stated["gates_failed"].list()}
    pairs.append(("gates_failed", failed, set(computed.failed)))
    for name, given, expected in pairs:
        if given != expected:
            yield Finding(Problem.FIGURE, f"{entry.code} {name}", _shown(given), _shown(expected))


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{float(value):.8f}".rstrip("0").rstrip(".")
    if isinstance(value, set):
        return ", ".join(sorted(":".join(each).rstrip(":") for each in value))
    return "" if value is None else str(value)

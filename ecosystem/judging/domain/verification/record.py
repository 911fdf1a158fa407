"""The record of score events: every hash again, and whether the sheets of the ranking rest on it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from ecosystem.judging.domain.results.seal import BEGINNING, Link, bound_sheet, committed, linked
from ecosystem.judging.domain.verification.document import Board, Malformed, Node
from ecosystem.judging.domain.verification.report import Finding, Problem

HANDED_IN = "hand_in"
_AFTER: Mapping[str, frozenset[str]] = {
    "not_handed_in": frozenset({"", "reopen"}),
    "abstained": frozenset({"abstain"}),
    "withdrawn": frozenset({"withdraw"}),
    "entry_out": frozenset({HANDED_IN}),
    "charge_ended": frozenset({HANDED_IN}),
    "other_rubric": frozenset({HANDED_IN}),
}
_STEPS = frozenset({HANDED_IN, "reopen", "abstain", "withdraw"})


@dataclass
class Trail:
    """What the record says of one sheet: its last step ("" before any), the last commitment of every criterion."""

    step: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """The whole chain, read."""

    trails: dict[str, Trail]
    events: int
    head: str
    findings: tuple[Finding, ...]


def read_chain(record: Node, stated: Node) -> Record:
    """Recompute the chain and compare it with the head and length under `stated`; stop at the first broken link."""
    trails: dict[str, Trail] = {}
    head, findings, links = BEGINNING, [], record["events"].list()
    for number, node in enumerate(links, 1):
        link, hash_ = _link(node)
        head = linked(head, link)
        if link.number != number or head != hash_:
            findings.append(Finding(Problem.LINK, f"#{number}", hash_, head))
            break
        _follow(trails.setdefault(link.sheet, Trail()), link)
    if not findings and (head, len(links)) != (stated["head"].text(), stated["length"].whole()):
        findings.append(Finding(Problem.HEAD, "chain", stated["head"].text(), head))
    return Record(trails, len(links), head, tuple(findings))


def _link(node: Node) -> tuple[Link, str]:
    names = ("sheet", "kind", "criterion", "value", "rest")
    return Link(node["number"].whole(), *(node[name].text() for name in names)), node["hash"].text()


def _follow(trail: Trail, link: Link) -> None:
    if link.kind in _STEPS:
        trail.step = link.kind
    elif link.kind == "score":
        trail.values[link.criterion] = link.value


def check_sheets(record: Node, chain: Record, boards: list[Board]) -> Iterator[Finding]:
    """Yield what does not fit between the ranking's sheets and the record: each must be there, handed in, and equal."""
    judges = {letter: node.text() for letter, node in record["judges"].items()}
    opened = {(node["entry"].text(), node["judge"].text()): node for node in record["sheets"].list()}
    counted: set[str] = set()
    for board in boards:
        for entry in board.entries:
            for judge, scores in entry.sheets:
                where = f"{entry.code} {judge}"
                proof = opened.pop((entry.code, judge), None)
                if proof is None or judge not in judges:
                    yield Finding(Problem.SHEET_MISSING, where)
                    continue
                name = proof["sheet"].text()
                if name in counted or name != bound_sheet(proof["salt"].text(), entry.code, judges[judge]):
                    yield Finding(Problem.SHEET_BINDING, where, name)
                counted.add(name)
                yield from _check_trail(where, chain.trails.get(name), scores, proof["salts"])
    for entry_code, judge in opened:
        yield Finding(Problem.SHEET_UNKNOWN, f"{entry_code} {judge}")
    yield from _check_left_out(record, chain, counted)


def _check_trail(
    where: str, trail: Trail | None, scores: Mapping[str, Fraction | None], salts: Node
) -> Iterator[Finding]:
    if trail is None:
        yield Finding(Problem.SHEET_UNKNOWN, where)
        return
    if trail.step != HANDED_IN:
        yield Finding(Problem.SHEET_OPEN, where, trail.step)
    given = dict(salts.items())
    for criterion, value in scores.items():
        stored = trail.values.get(criterion)
        if stored is None and value is None:
            continue
        salt = given[criterion].text() if criterion in given else ""
        text = plain(value)
        if stored is None or committed(salt, text) != stored:
            yield Finding(Problem.SCORE_NOT_ON_RECORD, f"{where} {criterion}", text)


@lru_cache(maxsize=4_096)
def plain(value: Fraction | None) -> str:
    """Write a score as the record does: as many decimals as it needs, nothing for a missing one."""
    if value is None:
        return ""
    units = value * 10_000
    if units.denominator != 1:
        raise Malformed(f"score {value}")
    whole, rest = divmod(abs(units.numerator), 10_000)
    text = f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def _check_left_out(record: Node, chain: Record, counted: set[str]) -> Iterator[Finding]:
    left = {node["sheet"].text(): node["reason"].text() for node in record["left_out"].list()}
    for name, trail in chain.trails.items():
        if name in counted:
            continue
        if trail.step not in _AFTER.get(left.get(name, ""), frozenset()):
            yield Finding(Problem.LEFT_OUT, name, left.get(name, ""), trail.step)
    for name in left:
        if name in counted or name not in chain.trails:
            yield Finding(Problem.LEFT_OUT, name, left[name])


def left_out_by_reason(record: Node) -> list[tuple[str, int]]:
    """Count the sheets that did not count, by the reason given."""
    return sorted(Counter(node["reason"].text() for node in record["left_out"].list()).items())

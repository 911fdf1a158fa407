"""A report for a terminal, in plain English; the product's own pages say the same in both languages."""

from collections.abc import Iterator

from ecosystem.judging.domain.verification.report import Finding, Problem, Report

_SAID = {
    Problem.TOO_LARGE: "The file is too large to be published results.",
    Problem.NOT_JSON: "The file cannot be read: it is not the JSON file that was published.",
    Problem.UNKNOWN_FORMAT: "The file is not one of published results.",
    Problem.OLD_FORMAT: "The file is of an older format, without the record of score events.",
    Problem.NOT_CANONICAL: "The file was written anew: its bytes are not those that were published.",
    Problem.SEAL: "Something in the file was changed: its seal does not fit.",
    Problem.PUBLISHED_HASH: "This is not the file that was published: its SHA-256 is another.",
    Problem.MALFORMED: "A part is missing or cannot be understood.",
    Problem.UNKNOWN_METHOD: "The ranking was computed by a method this program does not know.",
    Problem.FIGURE: "A published figure differs from the recomputed one.",
    Problem.LINK: "The record of score events is broken here; nothing after it was checked.",
    Problem.HEAD: "The record of score events is not the one the results name.",
    Problem.SHEET_BINDING: "A sheet stands for another entry or judge than the record says.",
    Problem.SHEET_UNKNOWN: "The record knows no such sheet.",
    Problem.SHEET_MISSING: "A sheet that counts has no proof.",
    Problem.SHEET_OPEN: "A sheet counts although the record does not end with handing it in.",
    Problem.SCORE_NOT_ON_RECORD: "A score is not the last one on record.",
    Problem.VOTES: "A part of the score rests on another number of votes than was counted.",
    Problem.LEFT_OUT: "A sheet on record was left out without a reason that fits.",
}
SHOWN = 50


def lines(report: Report) -> Iterator[str]:
    """Yield the report line by line, the verdict last."""
    yield f"SHA-256 of the file: {report.file_hash}"
    if report.contest:
        yield f"{report.contest} - {report.round}, published {report.published_at}"
    for board in report.boards:
        yield (
            f"  {board.name}: {board.entries} entries, {board.ranked} ranked, {board.sheets} sheets, "
            f"method {board.method}"
        )
    if report.boards:
        yield f"  record: {report.events} score events, head {report.head or '(empty)'}"
    yield from (f"  not counted: {number} sheets ({reason})" for reason, number in report.left_out)
    yield from (_line(finding) for finding in report.findings[:SHOWN])
    if len(report.findings) > SHOWN:
        yield f"... and {len(report.findings) - SHOWN} more"
    yield _verdict(report)


def _line(finding: Finding) -> str:
    details = [finding.where]
    if finding.stated or finding.expected:
        details.append(f"stated {finding.stated or '-'}, expected {finding.expected or '-'}")
    return f"! {_SAID[finding.problem]} [{'; '.join(each for each in details if each)}]"


def _verdict(report: Report) -> str:
    if not report.is_sound:
        return f"NOT VERIFIED: {len(report.findings)} findings"
    if not report.was_compared:
        return "Everything fits together. Compare the SHA-256 above with the published one, or give it with --hash."
    return "VERIFIED: this is the published file, and its ranking follows from its scores."

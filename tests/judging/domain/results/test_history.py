from dataclasses import replace
from datetime import UTC, datetime

from ecosystem.judging.domain.results.history import Change, chained, first_broken

AT = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


def chain(*changes: Change) -> list[tuple[Change, str]]:
    written, head = [], ""
    for change in changes:
        head = chained(head, change)
        written.append((change, head))
    return written


def events() -> list[tuple[Change, str]]:
    return chain(
        Change(1, AT, 7, "score", 3, "", "8"),
        Change(1, AT, 7, "score", 3, "8", "9"),
        Change(1, AT, 7, "hand_in", before="draft", after="handed_in"),
    )


def test_an_untouched_history_holds() -> None:
    assert first_broken(events()) is None
    assert first_broken([]) is None


def test_a_changed_event_is_found() -> None:
    written = events()
    written[1] = (replace(written[1][0], after="10"), written[1][1])
    assert first_broken(written) == 1


def test_a_removed_event_is_found() -> None:
    written = events()
    del written[0]
    assert first_broken(written) == 0


def test_two_sheets_never_share_a_hash() -> None:
    change = Change(1, AT, 7, "score", 3, "", "8")
    assert chained("", change) != chained("", replace(change, sheet_id=2))

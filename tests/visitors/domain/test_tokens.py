"""What stands in QR codes and links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.visitors.domain.tokens import (
    Scanned,
    event_tag,
    is_genuine,
    link_key,
    list_hash,
    read_link,
    read_scan,
    shown_code,
    ticket_token,
)

KEY, EVENT, CODE = "a secret of the deployment", "k3m9p2qrtzab", "K3M9P2QRTZ7H"


def test_a_ticket_is_read_and_known_as_ours() -> None:
    text = ticket_token(EVENT, CODE, key=KEY)
    scanned = read_scan(f" {text.lower()}\n")
    assert scanned is not None
    assert (scanned.code, scanned.tag) == (CODE, event_tag(EVENT))
    assert is_genuine(scanned, key=KEY)


def test_a_qr_code_is_small() -> None:
    assert len(ticket_token(EVENT, CODE, key=KEY)) <= 38  # capitals and digits: version 2 at level M


@given(st.integers(0, 11), st.sampled_from("23456789ABCDEFGHJKMNPQRSTUVWXYZ"))
def test_another_code_needs_another_signature(place: int, letter: str) -> None:
    forged = CODE[:place] + letter + CODE[place + 1 :]
    text = ticket_token(EVENT, CODE, key=KEY).replace(CODE, forged)
    scanned = read_scan(text)
    assert scanned is not None
    assert is_genuine(scanned, key=KEY) is (forged == CODE)


def test_the_event_is_signed_too() -> None:
    scanned = read_scan(ticket_token(EVENT, CODE, key=KEY).replace(event_tag(EVENT), "ZZZZZZ"))
    assert scanned is not None
    assert not is_genuine(scanned, key=KEY)


def test_a_typed_code_may_have_blanks_and_small_letters() -> None:
    assert read_scan("k3m9 p2qr-tz7h") == Scanned(CODE)
    assert read_scan(shown_code(CODE)) == Scanned(CODE)


@pytest.mark.parametrize("text", ["", "https://example.vn", "EV1-", "K3M9P2QRTZ7", "K3M9P2QRTZ7O", "x" * 5000])
def test_other_texts_are_no_tickets(text: str) -> None:
    assert read_scan(text) is None


@given(st.text(max_size=100))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_scan(text)
    assert read_link("ticket", text, key=KEY) is None


def test_a_link_is_for_its_kind_only() -> None:
    link = link_key("ticket", "abc", key=KEY)
    assert read_link("ticket", link, key=KEY) == "abc"
    assert read_link("registration", link, key=KEY) is None
    assert read_link("ticket", link, key="another") is None


def test_a_device_keeps_a_hash_of_its_event_only() -> None:
    assert list_hash(EVENT, CODE) != list_hash("other", CODE)
    assert CODE not in list_hash(EVENT, CODE)

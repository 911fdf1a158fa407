"""VietQR payloads: published vectors, misprints, corruption."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.payments.domain.vietqr import Misprinted, Service, Transfer, build, crc16, note_with, parse

ACCOUNT = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
CARD = "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52"
BILL = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
)
SHORT = "00020101021138540010A00000072701240006970423011000999999990208QRIBFTTA53037045802VN6304CBB4"
FLOOD = (
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
    "530370454061200005802VN62170813ung ho lu lut6304C15C"
)
OURS = (
    "00020101021238540010A00000072701240006970436011000000000000208QRIBFTTA"
    "530370454062000005802VN62210817LEPHI HS2026 004263043771"
)
VECTORS = {
    ACCOUNT: Transfer("970403", "0011012345678", once=False),
    CARD: Transfer("970403", "9704031101234567", once=False, service=Service.CARD),
    BILL: Transfer("970403", "0011012345678", 180_000, "thanh toan don hang", bill="NPS6869"),
    SHORT: Transfer("970423", "0099999999", once=False),
    FLOOD: Transfer("970415", "0011001932418", 120_000, "ung ho lu lut"),
    OURS: Transfer("970436", "0000000000", 200_000, "LEPHI HS2026 0042"),
}


def signed(body: str) -> str:
    """`body` with the checksum that fits it."""
    return f"{body}6304{crc16((body + '6304').encode()):04X}"


def test_checksum() -> None:
    assert crc16(b"123456789") == 0x29B1


@pytest.mark.parametrize(("payload", "transfer"), VECTORS.items(), ids=[p[-4:] for p in VECTORS])
def test_published_payloads_are_read_and_written(payload: str, transfer: Transfer) -> None:
    assert parse(payload) == transfer
    assert build(transfer) == payload


def test_changed_letter_breaks_the_checksum() -> None:
    assert FLOOD.count("ung ho") == 1
    with pytest.raises(Misprinted, match="checksum"):
        parse(FLOOD.replace("ung ho", "Ung ho"))
    assert parse(FLOOD.replace("ung ho", "Ung ho")[:-4] + "FD5E").note == "Ung ho lu lut"


def test_napas_own_misprint_has_a_fitting_checksum_and_is_refused() -> None:
    misprint = signed(ACCOUNT[:-8].replace("01130011012345678", "01120011012345678"))
    assert misprint.endswith("F4E5")
    with pytest.raises(Misprinted, match="two digits and its length"):
        parse(misprint)


MISPRINTS = {
    "without the network's id": ACCOUNT[:-8].replace("38570010A0000007270127", "384301" + "27"),
    "another network": ACCOUNT[:-8].replace("A000000727", "A000000728"),
    "format not first": "010212000201" + OURS[12:-8],
    "format twice": "000201" + OURS[:-8],
    "other format": OURS[:-8].replace("000201", "000202", 1),
    "initiation": OURS[:-8].replace("010212", "010213", 1),
    "no initiation": OURS[:-8].replace("010212", "", 1),
    "dollars": OURS[:-8].replace("5303704", "5303840"),
    "no currency": OURS[:-8].replace("5303704", ""),
    "country": OURS[:-8].replace("5802VN", "5802LA"),
    "no receiver": "0002010102125303704540620000058" + "02VN",
    "grouped amount": OURS[:-8].replace("5406200000", "5407200.000"),
    "amount of nothing": OURS[:-8].replace("5406200000", "54010"),
    "leading zero": OURS[:-8].replace("5406200000", "54060" + "20000"),
    "amount too long": OURS[:-8].replace("5406200000", "5414" + "1" * 14),
    "note too long": OURS[:-8].replace("62210817LEPHI HS2026 0042", "62300826" + "A" * 26),
    "empty note": OURS[:-8].replace("62210817LEPHI HS2026 0042", "62040800"),
    "length past the end": OURS[:-8].replace("62210817", "62990817"),
    "inner length too short": OURS[:-8].replace("62210817", "62210816"),
    "unknown object": OURS[:-8] + "6402VI",
    "unknown service": OURS[:-8].replace("QRIBFTTA", "QRPUSHXX"),
    "letters in a card": CARD[:-8].replace("9704031101234567", "970403110123456X"),
    "account too long": OURS[:-8].replace(
        "38540010A0000007270124000697043601100000000000", "38640010A000000727013400069704360120" + "0" * 20
    ),
    "bank of five digits": OURS[:-8].replace("38540010A00000072701240006970436", "38530010A0000007270123000597043"),
}


@pytest.mark.parametrize("body", MISPRINTS.values(), ids=MISPRINTS.keys())
def test_misprints_are_refused_though_the_checksum_fits(body: str) -> None:
    assert body not in {payload[:-8] for payload in VECTORS}, "the misprint changes nothing"
    with pytest.raises(Misprinted, match=r"^(?!.*checksum)"):
        parse(signed(body))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "6304",
        "63049E6F",
        OURS[:-4],
        OURS[:-8],
        OURS.lower(),
        OURS + "0",
        OURS[:-4] + "377l",
        OURS + "\n",
        "é" + OURS,
    ],
)
def test_torn_payloads_are_refused(payload: str) -> None:
    with pytest.raises(Misprinted):
        parse(payload)


@pytest.mark.parametrize(
    "transfer",
    [
        Transfer("97043", "1"),
        Transfer("97043x", "1"),
        Transfer("970436", ""),
        Transfer("970436", "1" * 20),
        Transfer("970436", "12 34"),
        Transfer("970436", "1", 0),
        Transfer("970436", "1", -5),
        Transfer("970436", "1", 10**13),
        Transfer("970436", "1", note="x" * 26),
        Transfer("970436", "1", note="Lệ phí"),
        Transfer("970436", "1", note="a\tb"),
        Transfer("970436", "1", name="x" * 26),
        Transfer("970436", "1", bill="x" * 25, reference="y" * 25, terminal="z" * 25, note="w" * 25),
    ],
)
def test_what_no_payload_can_hold_is_not_built(transfer: Transfer) -> None:
    with pytest.raises(Misprinted):
        build(transfer)


printable = st.text(string.digits + string.ascii_letters + " -./", max_size=10)
transfers = st.builds(
    Transfer,
    bank=st.text(string.digits, min_size=6, max_size=6),
    account=st.text(string.digits, min_size=1, max_size=19),
    amount=st.none() | st.integers(1, 10**13 - 1),
    note=st.text(string.ascii_uppercase + string.digits + " ", max_size=25),
    once=st.booleans(),
    service=st.sampled_from(Service),
    name=printable,
    city=printable,
    postcode=printable,
    bill=printable,
    reference=printable,
    terminal=printable,
)


@given(transfers)
def test_reading_gives_back_what_was_written(transfer: Transfer) -> None:
    assert parse(build(transfer)) == transfer


@settings(max_examples=60)
@given(transfers, st.data())
def test_no_corrupted_character_passes(transfer: Transfer, data: st.DataObject) -> None:
    payload = build(transfer)
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    for at, present in enumerate(payload):
        if other != present:
            with pytest.raises(Misprinted):
                parse(payload[:at] + other + payload[at + 1 :])


@given(st.text(max_size=200))
def test_any_text_is_refused_in_words_or_read(text: str) -> None:
    try:
        transfer = parse(text)
    except Misprinted:
        return
    assert build(transfer) == text


@pytest.mark.parametrize(
    ("code", "words", "note"),
    [
        ("DH7K2M9Q", "Lệ phí dự thi", "LE PHI DU THI DH7K2M9Q"),
        ("DH7K2M9Q", "Gian hàng A12 – Đắk Hà", "GIAN HANG A12 DA DH7K2M9Q"),
        ("DH7K2M9Q", "", "DH7K2M9Q"),
        ("DH7K2M9Q", "!!!", "DH7K2M9Q"),
        ("A" * 25, "words", "A" * 25),
    ],
)
def test_note_keeps_the_code_whole(code: str, words: str, note: str) -> None:
    assert note_with(code, words) == note
    assert len(note) <= 25


@pytest.mark.parametrize("code", ["", "dh1", "DH-1", "Đ1", "A" * 26])
def test_codes_that_a_bank_would_change_are_refused(code: str) -> None:
    with pytest.raises(Misprinted):
        note_with(code, "x")


@given(st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=25), st.text(max_size=80))
def test_notes_always_fit(code: str, words: str) -> None:
    note = note_with(code, words)
    assert note.endswith(code)
    assert len(note) <= 25
    assert parse(build(Transfer("970436", "1", 1, note))).note == note

"""VietQR: a bank transfer as a QR code, as NAPAS defines it upon EMVCo's merchant-presented mode.

A payload is a row of objects `id(2) length(2) value`; some values are rows of objects themselves. The last object is a
checksum over all that stands before it. The parser is strict, since what it lets through a bank's app would refuse, or
worse, read otherwise. A VietQR gives no answer: whether somebody paid is known from the bank's statement alone.

Source: NAPAS, Tài liệu quy định về định dạng mã VietQR, version 1.0 (2021); a misprint of its §6.1.1 is refused.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ecosystem.core.search import fold

GUID = "A000000727"
CURRENCY = "704"
COUNTRY = "VN"
LONGEST_NOTE = 25
_KNOWN = ("00", "01", "38", "53", "54", "58", "59", "60", "61", "62", "63")
_DETAILS = ("01", "05", "07", "08")
_OBJECT = re.compile(r"(\d{2})(\d{2})", re.ASCII)
_AMOUNT = re.compile(r"[1-9]\d{0,12}", re.ASCII)
_BANK = re.compile(r"\d{6}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}", re.ASCII)


class Service(StrEnum):
    """What the number is that money is sent to."""

    ACCOUNT = "QRIBFTTA"
    CARD = "QRIBFTTC"


class Misprinted(ValueError):
    """The payload is no VietQR, or the transfer cannot be written as one; the message says where it breaks."""


@dataclass(frozen=True)
class Transfer:
    """A transfer as the code holds it.

    `bank` is the six-digit BIN, `amount` whole đồng or None where the payer types it, `once` whether the code is meant
    for one payment (NAPAS calls it dynamic). All texts are ASCII.
    """

    bank: str
    account: str
    amount: int | None = None
    note: str = ""
    once: bool = True
    service: Service = Service.ACCOUNT
    name: str = ""
    city: str = ""
    postcode: str = ""
    bill: str = ""
    reference: str = ""
    terminal: str = ""


def crc16(data: bytes) -> int:
    """CRC-16 of polynomial 0x1021 from 0xFFFF, not reflected: `b"123456789"` gives 0x29B1."""
    register = 0xFFFF
    for byte in data:
        register ^= byte << 8
        for _bit in range(8):
            register = ((register << 1) ^ 0x1021) & 0xFFFF if register & 0x8000 else (register << 1) & 0xFFFF
    return register


def build(transfer: Transfer) -> str:
    """Return the payload of `transfer`. Raises Misprinted for a value that no payload can hold."""
    _check(transfer)
    holder = _object("00", transfer.bank) + _object("01", transfer.account)
    receiver = _object("00", GUID) + _object("01", holder) + _object("02", transfer.service.value)
    details = (transfer.bill, transfer.reference, transfer.terminal, transfer.note)
    values = (
        ("00", "01"),
        ("01", "12" if transfer.once else "11"),
        ("38", receiver),
        ("53", CURRENCY),
        ("54", "" if transfer.amount is None else str(transfer.amount)),
        ("58", COUNTRY),
        ("59", transfer.name),
        ("60", transfer.city),
        ("61", transfer.postcode),
        ("62", "".join(_object(key, text) for key, text in zip(_DETAILS, details, strict=True) if text)),
    )
    body = "".join(_object(key, value) for key, value in values if value) + "6304"
    return f"{body}{crc16(body.encode('ascii')):04X}"


def parse(payload: str) -> Transfer:
    """Read a payload. Raises Misprinted for anything but a whole, unharmed VietQR transfer in đồng."""
    _ensure(payload.isascii(), "only ASCII")
    _ensure(payload[-8:-4] == "6304" and len(payload) > 8, "the checksum must come last")
    _ensure(payload[-4:] == f"{crc16(payload[:-4].encode('ascii')):04X}", "the checksum does not fit")
    objects = _objects(payload)
    _ensure(next(iter(objects)) == "00" and objects["00"] == "01", "the payload format must come first and be 01")
    _ensure(set(objects) <= set(_KNOWN), "an object that no transfer has")
    _ensure(objects.get("01") in ("11", "12"), "the point of initiation must be 11 or 12")
    _ensure(objects.get("53") == CURRENCY, "the currency must be 704")
    _ensure(objects.get("58") == COUNTRY, "the country must be VN")
    bank, account, service = _receiver(objects.get("38", ""))
    details = _objects(objects["62"]) if "62" in objects else {}
    _ensure(set(details) <= set(_DETAILS), "a detail that no transfer has")
    transfer = Transfer(
        bank=bank,
        account=account,
        amount=_amount(objects.get("54")),
        note=details.get("08", ""),
        once=objects["01"] == "12",
        service=service,
        name=objects.get("59", ""),
        city=objects.get("60", ""),
        postcode=objects.get("61", ""),
        bill=details.get("01", ""),
        reference=details.get("05", ""),
        terminal=details.get("07", ""),
    )
    _check(transfer)
    return transfer


def note_with(code: str, words: str = "") -> str:
    """Return the note of a transfer: `words` as far as they fit, in capitals without marks, then the whole `code`.

    Readers disagree whether lengths count letters or bytes, and banks drop what is no letter or digit; so neither is
    left to them. Raises Misprinted for a code that does not fit by itself.
    """
    kept = _plain(code)
    _ensure(0 < len(kept) <= LONGEST_NOTE and kept == code, "a code of capitals and digits, at most 25 long")
    before = _plain(words)[: max(0, LONGEST_NOTE - len(kept) - 1)].strip()
    return f"{before} {kept}" if before else kept


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", fold(text).upper()).split())


def _receiver(value: str) -> tuple[str, str, Service]:
    parts = _objects(value)
    _ensure(list(parts) == ["00", "01", "02"] and parts["00"] == GUID, "the receiver must be one of NAPAS")
    holder = _objects(parts["01"])
    _ensure(list(holder) == ["00", "01"], "the receiver is a bank and an account")
    _ensure(parts["02"] in {each.value for each in Service}, "a service that is none")
    return holder["00"], holder["01"], Service(parts["02"])


def _amount(value: str | None) -> int | None:
    if value is None:
        return None
    _ensure(_AMOUNT.fullmatch(value) is not None, "the amount is digits alone, at most 13")
    return int(value)


def _check(transfer: Transfer) -> None:
    """What a transfer must keep, built or parsed."""
    _ensure(_BANK.fullmatch(transfer.bank) is not None, "the bank's number has six digits")
    _ensure(_ACCOUNT.fullmatch(transfer.account) is not None, "the account is 1 to 19 letters and digits")
    if transfer.service is Service.CARD:
        _ensure(transfer.account.isdecimal(), "a card's number is digits")
    _ensure(transfer.amount is None or 0 < transfer.amount < 10**13, "the amount has 1 to 13 digits")
    longest = (
        (transfer.note, LONGEST_NOTE),
        (transfer.name, 25),
        (transfer.city, 15),
        (transfer.postcode, 10),
        (transfer.bill, 25),
        (transfer.reference, 25),
        (transfer.terminal, 25),
    )
    for text, most in longest:
        _ensure(len(text) <= most, f"a text of more than {most} characters")
        _ensure(text.isascii() and (not text or text.isprintable()), "only printable ASCII")


def _object(key: str, value: str) -> str:
    _ensure(len(value) <= 99, "an object of more than 99 characters")
    return f"{key}{len(value):02d}{value}"


def _objects(text: str) -> dict[str, str]:
    """Read a row of objects to its very end, in the order in which they stand."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = _OBJECT.match(text, at)
        _ensure(head is not None, "an object begins with two digits and its length")
        assert head is not None
        key, length = head[1], int(head[2])
        value = text[at + 4 : at + 4 + length]
        _ensure(len(value) == length > 0, "an object is shorter than it says, or empty")
        _ensure(key not in found, "an object comes twice")
        found[key] = value
        at += 4 + length
    _ensure(bool(found), "an object is empty")
    return found


def _ensure(holds: bool, reason: str) -> None:
    if not holds:
        raise Misprinted(reason)

"""What stands in a ticket's QR code and in the links of mails.

A ticket's QR holds `EV1-<event>-<code>-<signature>`, capitals and digits only, so that the drawing stays small
(version 2, 25 by 25) and a cheap camera reads it from a creased paper. The code alone (59 bits) cannot be guessed;
the signature (HMAC-SHA-256 by the deployment's key, 59 bits of it) lets the server tell a made-up QR from the ticket
of an event it does not know, without asking the database.

A device that scans without network has no key, and must not have one: whoever finds a lost telephone could sign
tickets with it. It holds a list instead: for each ticket of the event the hash of its code (`list_hash`), the name
and the state. A forged or a foreign ticket is not in the list, a cancelled one has another state there, and a copied
one is in it once only: the first entry is noted on the device, and between devices the server's unique constraint
decides. The list holds no code: nobody can draw a valid QR from it, for that needs the signature.
"""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

PREFIX = "EV1"
CODE_LENGTH = 12
_TAG_LENGTH = 6
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_TOKEN = re.compile(rf"{PREFIX}-([{_LETTERS}]{{{_TAG_LENGTH}}})-([{_LETTERS}]{{{CODE_LENGTH}}})-([A-Z2-7]{{12}})")


@dataclass(frozen=True)
class Scanned:
    """What was read: the ticket's code; the event's tag and the signature are "" for a code typed by hand."""

    code: str
    tag: str = ""
    signature: str = ""


def event_tag(event_public_id: str) -> str:
    """Return the part of a token that tells one event's tickets from another's."""
    return event_public_id[:_TAG_LENGTH].upper()


def ticket_token(event_public_id: str, code: str, *, key: str) -> str:
    """Return the text of a ticket's QR code."""
    tag = event_tag(event_public_id)
    return f"{PREFIX}-{tag}-{code}-{signature(tag, code, key=key)}"


def signature(tag: str, code: str, *, key: str) -> str:
    """Return the 12 letters that only the holder of `key` can compute for a code."""
    digest = hmac.new(key.encode(), f"ticket|{tag}|{code}".encode(), sha256).digest()
    return b32encode(digest).decode()[:12]


def read_scan(text: str) -> Scanned | None:
    """Return what was scanned or typed; None for what is no ticket's text at all.

    A typed code may have blanks, hyphens and small letters.
    """
    wanted = text.strip().upper()[:200]
    found = _TOKEN.fullmatch(wanted)
    if found:
        return Scanned(code=found[2], tag=found[1], signature=found[3])
    typed = re.sub(r"[\s-]", "", wanted)
    return Scanned(typed) if re.fullmatch(rf"[{_LETTERS}]{{{CODE_LENGTH}}}", typed) else None


def is_genuine(scanned: Scanned, *, key: str) -> bool:
    """Tell whether the signature is ours; a code typed by hand has none and is vouched for by being in the list."""
    if not scanned.signature:
        return True
    return hmac.compare_digest(scanned.signature, signature(scanned.tag, scanned.code, key=key))


def shown_code(code: str) -> str:
    """Return a code in groups of four, as it is printed and read out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def list_hash(event_public_id: str, code: str) -> str:
    """Return what a device keeps of a code: 32 hexadecimal digits, of this event only."""
    return sha256(f"{event_public_id}|{code}".encode()).hexdigest()[:32]


def link_key(kind: str, public_id: str, *, key: str) -> str:
    """Return `<public id>.<proof>`, the last part of a link in a mail; always the same, so it can be sent again."""
    digest = hmac.new(key.encode(), f"{kind}|{public_id}".encode(), sha256).digest()
    return f"{public_id}.{b32encode(digest).decode()[:26].lower()}"


def read_link(kind: str, text: str, *, key: str) -> str | None:
    """Return the public id of a link made by `link_key` for the same kind; None for any other text."""
    public_id, _, proof = text[:80].partition(".")
    if not (public_id.isascii() and proof.isascii()):
        return None
    whole = link_key(kind, public_id, key=key)
    return public_id if hmac.compare_digest(whole, f"{public_id}.{proof}") else None

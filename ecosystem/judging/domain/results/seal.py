"""The round's record of score events: a chain of links whose contents stay behind salted commitments.

A link names no person. `sheet` binds the events of one sheet to its entry and judge, `value` hides a score, `rest`
everything else (who, when, texts). Whoever publishes results opens the bindings and the last scores of the sheets that
count, and nothing more; whoever checks them recomputes every hash. All hashes are SHA-256 in hexadecimal.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring

BEGINNING = ""
SALT = 32  # letters of a salt: 128 bits


@dataclass(frozen=True, slots=True)
class Link:
    """One event as the record shows it. `criterion` and `value` are empty unless the event is a score."""

    number: int
    sheet: str
    kind: str
    criterion: str
    value: str
    rest: str


def linked(previous: str, link: Link) -> str:
    """Return the hash of `link` after the hash `previous` (BEGINNING before the first)."""
    texts = (link.sheet, link.kind, link.criterion, link.value, link.rest)
    return _hash([encode_basestring(previous), str(link.number), *map(encode_basestring, texts)])


def committed(salt: str, *parts: str) -> str:
    """Return the commitment to `parts`: it hides them while the salt is unknown and binds to them once it is."""
    return _hash(map(encode_basestring, (salt, *parts)))


def bound_sheet(salt: str, entry: str, judge: str) -> str:
    """Return the name under which the events of a sheet stand: a commitment to the entry's code and the judge."""
    return committed(salt, entry, judge)[:SALT]


@dataclass(frozen=True)
class Salts:
    """Everything unguessable of one round, derived from its secret."""

    secret: str

    def judge(self, panelist_id: int) -> str:
        """The judge's name inside this record; the same person is somebody else in another round."""
        return self._derived("judge", panelist_id)

    def sheet(self, sheet_id: int) -> str:
        """The salt of a sheet's binding."""
        return self._derived("sheet", sheet_id)

    def value(self, event_id: int) -> str:
        """The salt of a score."""
        return self._derived("value", event_id)

    def rest(self, event_id: int) -> str:
        """The salt of all that is never opened in public."""
        return self._derived("rest", event_id)

    def _derived(self, what: str, ident: int) -> str:
        return hmac.digest(self.secret.encode(), f"{what}:{ident}".encode(), "sha256").hex()[:SALT]


def _hash(spelled: Iterable[str]) -> str:
    """Hash a JSON array of values spelled already: an encoder for each of 100,000 links would take most of the time."""
    return sha256(f"[{','.join(spelled)}]".encode()).hexdigest()

"""Published results as a frozen document: canonical JSON and its hash, so that anybody can check both."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

FORMAT = "ecosystem-results/2"


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the one spelling of a JSON document: sorted keys, no spaces, UTF-8. Numbers are texts or integers."""
    return canonical_value(document)


def fingerprint(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical document, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def sealed(document: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of the document with its own fingerprint under `seal`, so that a damaged file tells
    on itself."""
    members = spelled(document)
    return joined({**members, "seal": canonical_value(fingerprint_of(members))})


def spelled(document: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the canonical spelling of each member, so that the whole is spelled once however often it is hashed."""
    return {key: canonical_value(value) for key, value in document.items()}


def joined(members: Mapping[str, bytes]) -> bytes:
    """Return the canonical document of members spelled already."""
    return b"{" + b",".join(canonical_value(key) + b":" + members[key] for key in sorted(members)) + b"}"


def fingerprint_of(members: Mapping[str, bytes]) -> str:
    """Return the fingerprint of the document of members spelled already."""
    return sha256(joined(members)).hexdigest()


def canonical_value(value: Any) -> bytes:
    """Return the one spelling of any JSON value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

"""Published results as a frozen document: canonical JSON and its hash, so that anybody can check both."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

FORMAT = "ecosystem-results/2"


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the one spelling of a JSON document: sorted keys, no spaces, UTF-8. Numbers are texts or integers."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical document, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with its own fingerprint under `seal`, so that a damaged file tells on itself."""
    return {**document, "seal": fingerprint(document)}

"""One person, one address: the key of an e-mail address, and what is known of its domain.

What is known stands in `voting/data/*.csv`, one domain a line with where it is known from.
"""

import csv
from functools import cache
from pathlib import Path

from ecosystem.core.search import normalise

_DATA = Path(__file__).resolve().parents[1] / "data"
_GOOGLE = frozenset({"gmail.com", "googlemail.com"})


def voter_key(address: str) -> str:
    """Return the key by which an address may vote once: what leads to the same mailbox has the same key.

    Letter case and anything from "+" on are left out; dots too where the provider ignores them.
    """
    local, _, domain = normalise(address.strip()).lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _GOOGLE:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def domain_of(key: str) -> str:
    """Return the part behind the @."""
    return key.rpartition("@")[2]


def is_disposable(domain: str) -> bool:
    """Tell whether the domain, or one above it, hands out throw-away addresses."""
    return _or_above(domain, _listed("disposable_domains"))


def is_public(domain: str) -> bool:
    """Tell whether anybody can have an address there, so that many from one domain mean nothing."""
    return domain in _listed("public_domains")


def _or_above(domain: str, listed: frozenset[str]) -> bool:
    parts = domain.split(".")
    return any(".".join(parts[start:]) in listed for start in range(len(parts) - 1))


@cache
def _listed(name: str) -> frozenset[str]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["domain"] for row in csv.DictReader(file))

"""When two names, tax codes or e-mail addresses speak of the same organisation."""

import re
from functools import lru_cache
from pathlib import Path

from ecosystem.core.search import fold

PUBLIC_MAIL = Path(__file__).resolve().parents[2] / "data" / "public_mail_domains.txt"
RESERVED = frozenset({"example", "test", "invalid", "localhost"})  # RFC 2606: nobody's

# Words of a legal form say nothing about which company it is; longer ones first.
_FORMS = (
    "trach nhiem huu han",
    "mot thanh vien",
    "hai thanh vien",
    "joint stock",
    "cong ty",
    "co phan",
    "tnhh",
    "mtv",
    "ctcp",
    "cty",
    "jsc",
    "company",
    "corporation",
    "limited",
    "corp",
    "ltd",
    "llc",
    "inc",
    "co",
    "cp",
)
_LEGAL_FORM = re.compile(r"\b(?:" + "|".join(_FORMS) + r")\b")
_NOBODYS = frozenset(
    {
        *("khong", "khong co", "tu do", "lam viec tu do", "ca nhan", "doc lap", "sinh vien", "hoc sinh", "startup"),
        *("khoi nghiep", "nhom khoi nghiep", "freelance", "freelancer", "independent", "self employed", "student"),
        *("none", "n a", "na", "no"),
    }
)
SHORTEST = 3


def organisation_key(name: str) -> str:
    """Return what a name comes down to: without marks, signs and legal form; "" where it names nobody."""
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", fold(name)).split())
    key = " ".join(_LEGAL_FORM.sub(" ", words).split())
    return "" if len(key) < SHORTEST or key in _NOBODYS or words in _NOBODYS else key


def tax_key(code: str) -> str:
    """Return the tax code of the enterprise itself: a branch's has three more digits."""
    digits = re.sub(r"\D", "", code)
    return digits[:10] if len(digits) in (10, 13) else digits


def own_domain(address: str) -> str:
    """Return the domain of an address if it is an organisation's, "" for public providers and reserved names."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    labels = domain.split(".")
    if len(labels) < 2 or not RESERVED.isdisjoint(labels):
        return ""
    return "" if any(".".join(labels[start:]) in _public() for start in range(len(labels) - 1)) else domain


def same_domain(one: str, other: str) -> str:
    """Return the domain two organisations' domains share: the same, or one below the other. "" if none.

    Two neighbours below one domain (departments of a province) are two organisations.
    """
    shorter, longer = sorted((one, other), key=len)
    return shorter if shorter and (longer == shorter or longer.endswith("." + shorter)) else ""


@lru_cache(maxsize=1)
def _public() -> frozenset[str]:
    return frozenset(PUBLIC_MAIL.read_text().split())

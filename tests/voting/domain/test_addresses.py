"""One mailbox votes once, however its address is written."""

import csv

import pytest

from ecosystem.voting.domain import addresses
from ecosystem.voting.domain.addresses import domain_of, is_disposable, is_public, voter_key


@pytest.mark.parametrize(
    "written",
    ["lan.anh@gmail.com", "LanAnh@Gmail.com", " lananh+1@gmail.com ", "l.a.n.anh+b+c@googlemail.com"],
)
def test_one_mailbox_has_one_key(written: str) -> None:
    assert voter_key(written) == "lananh@gmail.com"


def test_dots_tell_people_apart_elsewhere() -> None:
    assert voter_key("lan.anh@hust.edu.vn") != voter_key("lananh@hust.edu.vn")
    assert voter_key("Lan+vote@hust.edu.vn") == "lan@hust.edu.vn"
    assert voter_key("+x@hust.edu.vn") == "+x@hust.edu.vn", "nothing is left before the plus"


def test_domains_are_known_from_data() -> None:
    assert is_disposable("mailinator.com")
    assert is_disposable("any.mailinator.com")
    assert not is_disposable("notmailinator.com")
    assert is_public("gmail.com")
    assert not is_public(domain_of("a@hust.edu.vn"))


@pytest.mark.parametrize("name", ["disposable_domains", "public_domains"])
def test_every_domain_says_where_it_is_known_from(name: str) -> None:
    with (addresses._DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["domain"] == row["domain"].lower().strip() and row["source"] for row in rows)
    assert len({row["domain"] for row in rows}) == len(rows)

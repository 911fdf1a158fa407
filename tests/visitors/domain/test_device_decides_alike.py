"""A telephone without network decides as the server does: both are asked the same."""

import json
import shutil
import subprocess
from datetime import date
from itertools import product

import pytest

from ecosystem.visitors.domain.admission import Stay, decide
from ecosystem.visitors.domain.states import Direction, EntryPolicy, TicketState
from ecosystem.visitors.domain.tokens import list_hash, read_scan, ticket_token
from tests.house_rules.sources import ROOT

DAYS = ["2026-11-23", "2026-11-24"]
STAYS: list[list[tuple[str, bool]]] = [
    [],
    [("once", False)],
    [("once", True)],
    [("2026-11-23", False)],
    [("2026-11-23", True), ("2026-11-24", False)],
    [("stay-1", False)],
    [("stay-1", True)],
    [("stay-1", True), ("stay-2", False)],
]
TEXTS = [
    ticket_token("k3m9p2qrtzab", "K3M9P2QRTZ7H", key="key"),
    "k3m9 p2qr-tz7h",
    "K3M9P2QRTZ7",
    "https://example.vn",
    "EV1-KKKKKK-K3M9P2QRTZ7H-1",
]
SCRIPT = """
import { decide, listHash, readScan } from "./static/js/check-in/decide.js";
const { cases, texts, hashed } = JSON.parse(process.argv[1]);
const decided = cases.map(([state, policy, days, stays, direction, day]) => {
  const e = stays.map(([p, l]) => ({ p, l }));
  const { outcome, period } = decide({ s: state, e }, { policy, days }, direction, day);
  return [outcome, period ?? ""];
});
const read = texts.map((text) => readScan(text)?.code ?? null);
console.log(JSON.stringify({ decided, read, hash: await listHash(...hashed) }));
"""


@pytest.fixture(scope="module")
def device() -> dict[str, list[object]]:
    node = shutil.which("node")
    assert node, "node is missing: it builds the scripts too"
    sent = {"cases": cases(), "texts": TEXTS, "hashed": ["k3m9p2qrtzab", "K3M9P2QRTZ7H"]}
    command = [node, "--input-type=module", "-e", SCRIPT, json.dumps(sent)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, list[object]] = json.loads(answer.stdout)
    return found


def cases() -> list[list[object]]:
    every = product(TicketState, EntryPolicy, STAYS, Direction, [*DAYS, "2026-11-25"])
    return [[state, policy, DAYS, stays, direction, day] for state, policy, stays, direction, day in every]


def test_every_case_is_decided_alike(device: dict[str, list[object]]) -> None:
    days = [date.fromisoformat(text) for text in DAYS]
    expected = []
    for state, policy, stays, direction, day in product(
        TicketState, EntryPolicy, STAYS, Direction, [*DAYS, "2026-11-25"]
    ):
        known = [Stay(period, left) for period, left in stays]
        decision = decide(state, policy, days, known, direction=direction, day=date.fromisoformat(day))
        expected.append([decision.outcome.value, decision.period])
    assert device["decided"] == expected
    assert len(expected) > 500


def test_texts_are_read_and_hashed_alike(device: dict[str, list[object]]) -> None:
    read = [scanned.code if (scanned := read_scan(text)) else None for text in TEXTS]
    assert device["read"] == read
    assert device["hash"] == list_hash("k3m9p2qrtzab", "K3M9P2QRTZ7H")

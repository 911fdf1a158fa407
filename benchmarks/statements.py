"""What one request costs besides time: statements, and bytes plain and compressed."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from benchmarks.pages import COUNTER, Asked
from tests.support.statements import count_statements

WARM_UP = 2


@dataclass(frozen=True)
class Cost:
    """Of the last of a few requests."""

    statements: int
    plain_bytes: int
    gzip_bytes: int
    status: int


def cost_of(app: Flask, requests: Sequence[Asked]) -> Cost:
    """Ask in this process and count."""
    for number in range(WARM_UP):
        ask(app, requests[number % len(requests)], number)
    with count_statements() as counted:
        answer = ask(app, requests[WARM_UP % len(requests)], WARM_UP)
    body = answer.get_data()
    return Cost(len(counted), len(body), len(gzip.compress(body, 6)), answer.status_code)


def ask(app: Flask, asked: Asked, number: int):
    client = app.test_client(use_cookies=False)
    headers = {name: value.replace(COUNTER, f"counting-{number}") for name, value in asked.headers.items()}
    return client.open(
        asked.path,
        method=asked.method,
        headers=headers,
        data=asked.body,
        base_url=app.config["SETTINGS"].base_url,
        buffered=True,
    )

"""Reading the mails that the product wrote: .eml files of its mail folder, or a real SMTP server's catch."""

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.support.databases import Databases


def parse(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    """The plain text part; every mail must have one."""
    body = message.get_body(("plain",))
    assert body is not None, f"{message['subject']} has no plain text part"
    return str(body.get_content())


def links_in(message: EmailMessage) -> list[str]:
    """The web addresses in the plain text, in order."""
    return [link.rstrip(".,)>") for link in re.findall(r"https?://\S+", text_of(message))]


class Mailbox:
    """The mails in a folder, oldest first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[EmailMessage]:
        files = sorted(self.folder.rglob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        return [parse(file.read_bytes()) for file in files]

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to `address`."""
        return [message for message in self.all() if address.lower() in str(message["to"]).lower()]

    def latest(self, address: str) -> EmailMessage:
        """The last mail to `address`; fails when there is none."""
        found = self.to(address)
        assert found, f"no mail to {address}; there are mails to {[str(mail['to']) for mail in self.all()]}"
        return found[-1]


@pytest.fixture
def mailbox(request: pytest.FixtureRequest, database: Databases) -> Mailbox:
    """The mail folder of the application under test: the committed one where the test uses it."""
    name = "committed_app" if "committed_app" in request.fixturenames else "app"
    return Mailbox(request.getfixturevalue(name).config["SETTINGS"].mail_folder)


class SmtpSink:
    """A mail server that keeps what it gets. `refuse_with` makes it answer with an error instead."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refuse_with = ""
        self.port = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.refuse_with:
            return self.refuse_with
        self.received.append(parse(envelope.original_content))
        return "250 OK"


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server on the loopback address; its port is in `port`."""
    sink = SmtpSink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink.port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()

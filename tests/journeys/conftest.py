"""People for the journeys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.machines import new_device, server
from tests.journeys.people import Person, run_jobs
from tests.support.browsers import PATIENCE, NewVisitor
from tests.support.mailboxes import Mailbox
from tests.support.servers import LiveServer

__all__ = ["new_device", "server", "somebody"]

NewPerson = Callable[..., Person]

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def somebody(new_visitor: NewVisitor, live_server: LiveServer, mailbox: Mailbox) -> NewPerson:
    """Meet one more person: `somebody("Y Mẫu Linh", "linh@example.vn", width=360)`."""

    def meet(name: str, email: str, **screen: object) -> Person:
        return Person(new_visitor(**screen), name, email, mailbox, lambda: run_jobs(live_server.app))

    return meet

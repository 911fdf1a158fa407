"""Machines of the journeys: a server that is stopped and started again, and browsers with a disk of their own."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.browsers import ARGUMENTS, Troubles, chromium_path
from tests.support.servers import ROOT, environment_of, gunicorn

SECONDS_TO_START = 30


@dataclass
class Server:
    """The production server, which can be stopped and started again at the same address."""

    app: Flask
    folder: Path
    port: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = os.environ | environment_of(self.app.config["SETTINGS"], self.url)
        with (self.folder / "gunicorn.log").open("ab") as log:
            command = [*gunicorn(self.port), "wsgi:app"]
            self.running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        pytest.fail("the server did not start")

    def stop(self) -> None:
        while self.running:
            process = self.running.pop()
            process.terminate()
            process.wait(timeout=SECONDS_TO_START)


@pytest.fixture
def server(committed_app: Flask, tmp_path: Path) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    server = Server(committed_app, tmp_path, port)
    server.start()
    yield server
    server.stop()


@dataclass
class Device:
    """A browser with a disk of its own: what is closed can be opened again."""

    open: Callable[[], BrowserContext]
    contexts: list[BrowserContext]

    def page(self) -> Page:
        return self.open().new_page()

    def close(self) -> None:
        while self.contexts:
            self.contexts.pop().close()


NewDevice = Callable[..., Device]


@pytest.fixture
def new_device(browser: Browser, server: Server, tmp_path: Path) -> Iterator[NewDevice]:
    devices: list[Device] = []
    troubles = Troubles()

    def make(**options: str) -> Device:
        folder, contexts = tmp_path / f"device-{len(devices)}", list[BrowserContext]()

        def start() -> BrowserContext:
            context = browser.browser_type.launch_persistent_context(
                folder,
                executable_path=chromium_path(),
                args=ARGUMENTS,
                base_url=server.url,
                locale="vi-VN",
                **options,  # type: ignore[arg-type]
            )
            context.set_default_timeout(60_000)
            context.on("page", troubles.watch)
            contexts.append(context)
            return context

        devices.append(Device(start, contexts))
        return devices[-1]

    yield make
    for device in devices:
        device.close()
    assert not troubles.seen, "\n".join(troubles.seen)

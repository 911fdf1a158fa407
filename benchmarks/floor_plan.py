"""A floor plan with 500 booths in Chromium: until it can be used, what is transferred, how long a move takes.

    python -m benchmarks.floor_plan [booths]

Starts the product on a database of its own with gunicorn's two workers, draws the booths in rows and opens the editor,
the page on which exhibitors choose and the public page, each three times with an empty cache; medians are printed.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
ROUNDS = 3
PASSWORD = "cao nguyên xanh 2027 gió"  # noqa: S105 - of a database that is thrown away


def main() -> None:
    """Measure and print."""
    booths = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        paths = make_plan(Path(folder), booths)
        port = free_port()
        server = start(Path(folder), port)
        try:
            measure(f"http://127.0.0.1:{port}", paths, booths)
        finally:
            os.killpg(server.pid, signal.SIGKILL)  # its data are thrown away
            server.wait(10)


def make_plan(folder: Path, booths: int) -> dict[str, str]:
    """Make the database with one exhibition of `booths` booths, half of them taken; return the addresses."""
    from ecosystem.app import create_app
    from ecosystem.core.database import db, transaction
    from ecosystem.core.settings import Mode, Settings

    settings = Settings(
        mode=Mode.DEVELOPMENT,
        secret_key="x" * 40,
        database_url=f"sqlite:///{folder}/plan.db",
        base_url="http://127.0.0.1",
        instance=folder,
    )
    app = create_app(settings)
    with app.app_context():
        db.metadata.create_all(db.engine)
        from tests.support.factories import exhibitions as made
        from tests.support.factories.accounts import account

        owner = account("owner", password=PASSWORD)
        from tests.support.factories.events import make_event, make_organiser

        exhibition = made.make_exhibition(make_event(make_organiser(owner)))
        hall = made.make_hall(exhibition, "Nhà A", width=12_000, depth=8_000)
        rows = made.make_booths(exhibition, hall, booths, price=3_000_000)
        exhibitors = [made.make_exhibitor(exhibition, owner, name=f"Hợp tác xã số {i:03}") for i in range(booths // 2)]
        for exhibitor, booth in zip(exhibitors, rows, strict=False):
            made.make_claim(booth, exhibitor)
        with transaction():
            for index, booth in enumerate(rows):
                booth.x, booth.y = 300 + 400 * (index % 28), 300 + 400 * (index // 28)
        return {
            "editor": f"/organise/exhibitions/{exhibition.slug}/halls/{hall.public_id}/plan",
            "choosing": f"/exhibiting/{exhibitors[-1].public_id}/choose",
            "public": f"/exhibitions/{exhibition.slug}",
            "email": owner.email,
        }


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """Two workers of the product."""
    environment = os.environ | {
        "ECOSYSTEM_MODE": "development",
        "ECOSYSTEM_INSTANCE": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/plan.db",
        "SECRET_KEY": "x" * 40,
        "BASE_URL": f"http://127.0.0.1:{port}",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "2",
        "-k",
        "gthread",
        "--threads",
        "4",
        "--graceful-timeout",
        "2",
        "-b",
        f"127.0.0.1:{port}",
        "wsgi:app",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.2)
    raise SystemExit("the server does not start")


def measure(url: str, paths: dict[str, str], booths: int) -> None:
    """Open each page with an empty cache and print medians."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name in ("editor", "choosing", "public"):
            figures = [once(browser, url, paths, name) for _ in range(ROUNDS)]
            told = ", ".join(f"{key} {statistics.median(each[key] for each in figures):.0f}" for key in figures[0])
            sys.stdout.write(f"{name:<9} {booths} booths: {told}\n")
        browser.close()


def once(browser: Any, url: str, paths: dict[str, str], name: str) -> dict[str, float]:
    """One visit: milliseconds until the plan answers, kilobytes, milliseconds of a key that moves a booth."""
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 800})
    page: Page = context.new_page()
    if name != "public":
        page.goto("/sign-in", timeout=120_000)
        page.fill("input[name=email]", paths["email"])
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_load_state()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(paths[name])
    ready = "[data-floor-plan][data-ready]" if name == "editor" else ".plan-view.is-live"
    page.wait_for_selector(ready)
    usable = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    figures = {"usable after ms": usable, "KB": sum(sizes) / 1024}
    if name == "editor":
        figures["ms a move"] = page.evaluate(MOVE)
    context.close()
    return figures


MOVE = """async () => {
  const canvas = document.querySelector(".fp-canvas");
  canvas.focus();
  const press = (key) => canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  press("Tab");
  const times = [];
  for (let i = 0; i < 20; i += 1) {
    const begun = performance.now();
    press(i % 2 ? "ArrowLeft" : "ArrowRight");
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[10];
}"""


if __name__ == "__main__":
    main()

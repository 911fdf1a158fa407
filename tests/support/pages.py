"""Looking at a page as people do: pictures of it, and whether everybody can use it."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browsers import PICTURES

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")


def assert_accessible(page: Page) -> None:
    """Fail with axe's report when it finds a violation on the page as it now is."""
    _arrive(page)
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def assert_fits(page: Page) -> None:
    """Fail when the page can be scrolled sideways: tables scroll inside themselves."""
    _arrive(page)
    script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    excess = page.evaluate(script)
    assert excess <= 0, f"{page.url} is {excess} px wider than the window"


def _arrive(page: Page) -> None:
    """Right after a click the old document may be gone and the new one still without a body."""
    page.wait_for_load_state()
    page.locator("body").wait_for(state="attached")


def take_pictures(page: Page, name: str, widths: Sequence[int] = WIDTHS, schemes: Sequence[str] = SCHEMES) -> None:
    """Keep the whole page as screenshots/<name>-<width>-<scheme>.png, to be looked at."""
    before = page.viewport_size
    PICTURES.mkdir(exist_ok=True)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            path = PICTURES / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=True, animations="disabled")
    page.emulate_media(color_scheme=None)
    if before is not None:
        page.set_viewport_size(before)

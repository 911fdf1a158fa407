"""The floor plan in a browser: drawn by mouse and keyboard, undone, saved by itself, kept when the network is away."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ecosystem.core.database import session
from ecosystem.exhibitions.models import Booth, BoothClaim, Exhibitor, Hall
from ecosystem.exhibitions.services.plans import save_drawing
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.exhibitions import make_booths, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.startups import make_person
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer


@dataclass
class Scene:
    """A draft with an empty hall of 30 × 20 m, its owner at the editor."""

    page: Page
    server: LiveServer
    owner: int
    hall: int
    path: str

    def booths(self) -> list[tuple[str, int, int, int, int]]:
        """What is stored: number, middle, size."""
        with self.server.app.app_context():
            wanted = select(Booth).where(Booth.hall_id == self.hall, Booth.removed_at.is_(None))
            rows = session().scalars(wanted.order_by(Booth.sort_key)).all()
            return [(b.number, b.x or 0, b.y or 0, b.width or 0, b.depth or 0) for b in rows]

    def outline(self) -> tuple[int, int, list[list[int]]]:
        """The hall as it is stored: width, depth, corners."""
        with self.server.app.app_context():
            hall = session().get_one(Hall, self.hall)
            return hall.width, hall.depth, hall.outline

    def saved(self) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place in the hall in metres, as pixels of the window."""
        box = self.page.evaluate(
            "([x, y]) => { const s = document.querySelector('.fp-canvas');"
            " const p = new DOMPoint(x, y).matrixTransform(s.getScreenCTM()); return [p.x, p.y]; }",
            [x * 100, y * 100],
        )
        return box[0], box[1]

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*self.at(*start))
        mouse.down()
        mouse.move(*self.at((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
        mouse.move(*self.at(*end))
        mouse.up()


@pytest.fixture
def scene(live_server: LiveServer, new_visitor: NewVisitor) -> Scene:
    page = new_visitor()
    with live_server.app.app_context():
        owner = make_person("Lê Mẫu Chủ")
        exhibition = make_exhibition(make_event(make_organiser(owner)), state="draft")
        hall = make_hall(exhibition, "Nhà A")
        path = f"/organise/exhibitions/{exhibition.slug}/halls/{hall.public_id}/plan"
        made = Scene(page, live_server, owner.id, hall.id, path)
        sign_in(page, live_server, owner.id)
    page.goto(path)
    expect(page.locator("[data-floor-plan]")).to_have_attribute("data-ready", "1")
    return made


def test_booths_are_drawn_moved_and_sized_with_the_mouse(scene: Scene) -> None:
    page = scene.page
    page.locator("[data-tool=booth]").click()
    scene.drag((2, 2), (5, 5))
    scene.saved()
    assert scene.booths() == [("A01", 350, 350, 300, 300)]
    scene.drag((3.5, 3.5), (10.5, 3.5))
    scene.saved()
    assert scene.booths() == [("A01", 1050, 350, 300, 300)]
    scene.drag((12, 5), (13, 6))  # the handle at the corner
    scene.saved()
    assert scene.booths() == [("A01", 1100, 400, 400, 400)]
    page.locator("[data-act=undo]").click()
    page.locator("[data-act=undo]").click()
    scene.saved()
    assert scene.booths() == [("A01", 350, 350, 300, 300)]
    page.locator("[data-act=redo]").click()
    scene.saved()
    assert scene.booths() == [("A01", 1050, 350, 300, 300)]
    assert_accessible(page)


def test_a_booth_with_corners(scene: Scene) -> None:
    page = scene.page
    page.locator("[data-tool=polygon]").click()
    for corner in ((2, 2), (8, 2), (8, 5), (5, 5), (5, 8), (2, 8)):
        page.mouse.click(*scene.at(*corner))
    page.locator(".fp-canvas").press("Enter")
    scene.saved()
    assert scene.booths() == [("A01", 500, 500, 600, 600)]
    with scene.server.app.app_context():
        points = session().scalars(select(Booth.points)).one()
    assert points == [[-300, -300], [300, -300], [300, 0], [0, 0], [0, 300], [-300, 300]]
    page.locator("[data-tool=outline]").click()
    scene.drag((30, 20), (24, 18))
    scene.saved()
    assert scene.outline() == (3000, 2000, [[0, 0], [3000, 0], [2400, 1800], [0, 2000]])
    canvas = page.locator(".fp-canvas")
    canvas.press("Shift+ArrowLeft")
    canvas.press("Tab")
    canvas.press("Delete")
    scene.saved()
    assert scene.outline() == (3000, 1800, [[0, 0], [3000, 0], [2300, 1800]])
    scene.drag((15, 0), (15, 3))  # the point between two corners makes a new one
    scene.saved()
    assert scene.outline() == (3000, 1800, [[0, 0], [1500, 300], [3000, 0], [2300, 1800]])
    for _ in range(4):
        canvas.press("Control+z")
    scene.saved()
    assert scene.outline() == (3000, 2000, [])
    for corner in ((1, 1), (20, 1), (20, 10), (10, 15), (0, 10)):
        page.mouse.click(*scene.at(*corner))
    canvas.press("Enter")
    scene.saved()
    assert scene.outline() == (2000, 1500, [[100, 100], [2000, 100], [2000, 1000], [1000, 1500], [0, 1000]])
    page.locator("[data-act=rectangle]").click()
    scene.saved()
    assert scene.outline() == (2000, 1500, [])
    assert_accessible(page)


def test_everything_by_keyboard(scene: Scene) -> None:
    page = scene.page
    page.locator(".fp-canvas").focus()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    scene.saved()
    assert scene.booths() == [("A01", 1500, 1000, 300, 300)]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Alt+ArrowRight")
    scene.saved()
    assert scene.booths() == [("A01", 1515, 900, 310, 300)]
    page.keyboard.press("Control+d")
    scene.saved()
    assert [row[0] for row in scene.booths()] == ["A01", "A02"]
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Giá").fill("5.000.000")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Delete")
    scene.saved()
    assert [row[0] for row in scene.booths()] == ["A01"]
    page.keyboard.press("Control+z")
    scene.saved()
    with scene.server.app.app_context():
        prices = session().execute(select(Booth.number, Booth.price).order_by(Booth.sort_key)).all()
    assert [tuple(row) for row in prices] == [("A01", 5_000_000), ("A02", 0)]


def test_rows_at_once_overlaps_shown_and_refused(scene: Scene) -> None:
    page = scene.page
    page.locator(".fp-tool[data-dialog=plan-row]").click()
    page.locator("[data-row-form] [name=rows]").fill("2")
    page.locator("[data-row-form] button[type=submit]").click()
    scene.saved()
    assert len(scene.booths()) == 20
    page.locator(".fp-booth").first.click()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-problem]")).to_have_count(1)
    expect(page.locator(".fp-booth.is-wrong")).to_have_count(2)
    scene.saved()
    page.goto(scene.path.partition("/halls/")[0] + "/")
    expect(page.get_by_role("main").get_by_text("A01 và A02 chồng lên nhau")).to_be_visible()


def test_nothing_is_lost_without_a_network_or_when_two_draw(scene: Scene) -> None:
    page = scene.page
    page.locator("[data-tool=booth]").click()
    scene.drag((2, 2), (5, 5))
    scene.saved()
    page.context.set_offline(True)
    page.locator(".fp-booth").click()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    scene.saved()
    assert scene.booths() == [("A01", 450, 350, 300, 300)]
    with scene.server.app.app_context():  # somebody else moves the same booth meanwhile
        hall = session().get(Hall, scene.hall)
        booth = session().scalars(select(Booth)).one()
        owner = session().get(type(booth.exhibition.event.organiser.staff[0].account), scene.owner)
        assert hall is not None
        assert owner is not None
        row = {"id": booth.public_id, "number": "A01", "x": 1500, "y": 1500, "width": 300, "depth": 300}
        save_drawing(hall, {"booths": [row]}, shown=None, by=owner)
    page.keyboard.press("Shift+ArrowRight")
    dialog = page.locator("#plan-conflict")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("A01")).to_be_visible()
    dialog.locator("[data-keep=mine]").click()
    scene.saved()
    assert scene.booths() == [("A01", 550, 350, 300, 300)]


def test_a_booth_is_chosen_on_a_phone(live_server: LiveServer, new_visitor: NewVisitor) -> None:
    page = new_visitor(width=360, height=740)
    with live_server.app.app_context():
        person = make_person("Y Mẫu Hân")
        exhibition = make_exhibition()
        make_booths(exhibition, make_hall(exhibition), 6, price=0)
        exhibitor: Exhibitor = make_exhibitor(exhibition, person)
        ident = exhibitor.public_id
        sign_in(page, live_server, person.id)
    page.goto(f"/exhibiting/{ident}/choose")
    assert_fits(page)
    booth = page.locator("svg.plan a.fp-booth").nth(2)
    number = booth.locator(".fp-number").text_content()
    booth.click()
    expect(page.locator("#chosen h2")).to_contain_text(str(number))
    assert_accessible(page)
    page.get_by_role("button", name="Chọn gian này").click()
    expect(page.get_by_role("main").get_by_text("Đã xác nhận").first).to_be_visible()
    with live_server.app.app_context():
        claim = session().scalars(select(BoothClaim)).one()
        assert claim.booth.number == number

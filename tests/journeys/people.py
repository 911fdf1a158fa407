"""A person: a browser of their own, an address, and the mails that come to it."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from ecosystem.scheduler import run_all
from tests.support.mailboxes import Mailbox, links_in, text_of

PASSWORD = "mùa cà phê chín đỏ trên đồi"


@dataclass
class Person:
    """Somebody at a screen."""

    page: Page
    name: str
    email: str
    mailbox: Mailbox
    deliver: Callable[[], None]

    def go(self, path: str) -> "Person":
        self.page.goto(path)
        return self

    def fill(self, label: str, text: str) -> "Person":
        self.screen.get_by_role("textbox", name=label).fill(text)
        return self

    def tick(self, label: str) -> "Person":
        self.screen.get_by_role("checkbox", name=label).check()
        return self

    def press(self, button: str) -> "Person":
        """Press the button of exactly this text; some ask before they go on."""
        self.screen.get_by_role("button", name=button, exact=True).click()
        return self

    def follow(self, link: str) -> "Person":
        """Follow the link of exactly this text, in the page's own part."""
        self.main.get_by_role("link", name=link, exact=True).first.click()
        return self

    @property
    def screen(self) -> Locator:
        """The page, as soon as its script is at work: nothing on it is found before."""
        return self.page.locator("html[data-script]")

    @property
    def main(self) -> Locator:
        return self.screen.get_by_role("main")

    def sees(self, text: str) -> "Person":
        """Wait until the text is on the screen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        return self

    def reads(self, heading: str) -> "Person":
        """Wait until the page of this heading is there."""
        expect(self.screen.get_by_role("heading", level=1, name=heading)).to_be_visible()
        assert_ids_differ(self.page)
        return self

    def choose(self, label: str, option: str, typing: str = "") -> "Person":
        """Choose from a box that filters what it offers while one types."""
        # Before its script comes, the box is a plain list.
        box = self.screen.get_by_role("combobox", name=label).and_(self.page.locator("input"))
        box.click()
        box.fill(typing or option)
        self.page.get_by_role("option", name=option, exact=True).click()
        return self

    def pick(self, option: str) -> "Person":
        """Pick one of several cards; what is clicked is the card around the hidden radio button."""
        self.screen.get_by_role("radio", name=option).check(force=True)
        return self

    def select(self, label: str, option: str) -> "Person":
        """Select the first option that contains the text from a plain list."""
        box = self.screen.get_by_role("combobox", name=label)
        texts = box.get_by_role("option").all_inner_texts()
        box.select_option(label=next(text for text in texts if option in text))
        return self

    def confirms(self, button: str) -> "Person":
        """Answer the question before a step that matters."""
        dialog = self.page.get_by_role("dialog").and_(self.page.locator("[open]"))
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name=button, exact=True).click()
        return self

    def is_told(self, text: str) -> "Person":
        """Wait for the message after a step."""
        expect(
            self.page.get_by_role("status").or_(self.page.get_by_role("alert")).filter(has_text=text)
        ).to_be_visible()
        return self

    def opens_mail(self, subject: str) -> str:
        """The text of the latest mail whose subject contains this."""
        return text_of(self._mail(subject))

    def follows_mail(self, subject: str, part: str) -> "Person":
        """Open the first link whose address contains `part` in the latest mail with this subject."""
        self.page.goto(next(link for link in links_in(self._mail(subject)) if part in link))
        return self

    def has_mail(self, subject: str) -> bool:
        """Whether a mail with this subject was delivered."""
        return any(subject in str(mail["subject"]) for mail in self.mailbox.to(self.email))

    def _mail(self, subject: str) -> EmailMessage:
        """Let what waits be delivered; find the latest mail whose subject contains this."""
        self.deliver()
        subjects = [str(mail["subject"]) for mail in self.mailbox.to(self.email)]
        assert self.has_mail(subject), f"no mail “{subject}” to {self.email}, only {subjects}"
        return [mail for mail in self.mailbox.to(self.email) if subject in str(mail["subject"])][-1]

    def signs_up(self) -> "Person":
        """Make the account on the page that is open, and confirm it by the mail."""
        self.fill_sign_up()
        self.reads("Vui lòng kiểm tra hộp thư")
        self.follows_mail("Xác nhận địa chỉ", "/account/confirm/").press("Xác nhận và đăng nhập")
        return self.is_told("Địa chỉ đã được xác nhận")

    def signs_in(self) -> "Person":
        """Fill in the sign-in that a page asked for."""
        self.reads("Đăng nhập").fill("Địa chỉ thư điện tử", self.email).fill("Mật khẩu", PASSWORD)
        return self.press("Đăng nhập")

    def fill_sign_up(self) -> None:
        self.fill("Họ và tên", self.name).fill("Địa chỉ thư điện tử", self.email).fill("Mật khẩu", PASSWORD)
        self.tick("Tôi đồng ý xử lý dữ liệu cá nhân").press("Tạo tài khoản")


def assert_ids_differ(page: Page) -> None:
    """No two elements share an id: a label would belong to the wrong field, a click on it would do nothing."""
    script = "() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
    script += " return ids.filter((id, at) => ids.indexOf(id) !== at) }"
    shared = page.evaluate(script)
    assert not shared, f"{page.url}: several elements with the id {shared}"


def run_jobs(app: Flask) -> None:
    """Let the scheduler have its turn once; no job may fail."""
    failed = [f"{name}: {outcome}" for name, outcome in run_all(app) if outcome.startswith("failed")]
    assert not failed, failed

"""The jury: invitations, assignment, score sheets."""

from playwright.sync_api import expect

from tests.journeys.people import Person

CRITERIA = ("Tính sáng tạo", "Hiệu quả kinh tế", "Tác động xã hội")


def open_panel(organiser: Person) -> None:
    """From the contest's page."""
    organiser.follow("Chấm thi").reads("Chấm thi").follow("Hội đồng giám khảo").reads("Hội đồng giám khảo")


def invite_judge(organiser: Person, judge: Person, *, chairs: bool = False) -> None:
    """On the page of the panel."""
    organiser.follow("Mời giám khảo")
    dialog = organiser.page.get_by_role("dialog", name="Mời giám khảo")
    dialog.get_by_role("textbox", name="Tên").fill(judge.name)
    dialog.get_by_role("textbox", name="Email").fill(judge.email)
    dialog.get_by_role("checkbox", name="Là chủ tịch hội đồng").set_checked(chairs)
    dialog.get_by_role("button", name="Gửi lời mời", exact=True).click()
    organiser.is_told(judge.name)


def accept_invitation(judge: Person, *, has_account: bool = True) -> None:
    """From the mail: sign in, or sign up without a further mail, and accept."""
    judge.follows_mail("Kính mời làm giám khảo", "/judge/invitations/").reads("Lời mời làm giám khảo")
    if has_account:
        judge.follow("Đăng nhập để nhận lời").signs_in()
    else:
        judge.follow("Tạo tài khoản").reads("Tạo tài khoản").fill_sign_up()
    judge.tick("Tôi cam kết chấm khách quan").press("Nhận lời mời")
    judge.reads("Khai báo xung đột lợi ích").press("Tiếp tục").reads("Chấm thi")


def assign(organiser: Person) -> None:
    """From the page of the panel: ask for a proposal, look at it when it is worked out, then take it."""
    organiser.follow("Phân công chấm").reads("Phân công chấm").press("Xem đề xuất").reads("Đề xuất phân công")
    organiser.deliver()
    organiser.go(organiser.page.url).sees("Mọi hồ sơ đủ giám khảo và không có xung đột lợi ích nào")
    organiser.press("Phân công theo đề xuất").is_told("Đã phân công hồ sơ")


def open_queue(judge: Person) -> None:
    """From the mail that says what there is to score."""
    judge.follows_mail("Hồ sơ cần chấm", "/judge/rounds/").signs_in().reads("Vòng sơ khảo")


def begin(judge: Person) -> None:
    """From the queue to the first sheet."""
    judge.follow("Bắt đầu chấm")


def score_by_keyboard(judge: Person, title: str, *points: str, total: str) -> None:
    """Digits, Enter from criterion to criterion, Ctrl+Enter to the next entry: nothing is clicked."""
    judge.reads(title)
    expect(judge.page.locator("[data-criterion][data-active]")).to_be_visible()
    for at, number in enumerate(points):
        judge.page.keyboard.type(number)
        if at < len(points) - 1:
            judge.page.keyboard.press("Enter")
    expect_total(judge, total)
    judge.page.keyboard.press("Control+Enter")


def score_by_touch(judge: Person, title: str, *points: str, total: str) -> None:
    """On a phone: to the sheet, into each box, and on with the button."""
    judge.reads(title).page.get_by_role("link", name="Phiếu chấm").tap()
    for criterion, number in zip(CRITERIA, points, strict=True):
        judge.page.get_by_role("textbox", name=criterion).tap()
        judge.page.keyboard.type(number)
    expect_total(judge, total)
    judge.page.get_by_role("button", name="Lưu và sang hồ sơ sau").tap()


def expect_total(judge: Person, total: str) -> None:
    """The sheet adds up by itself, and says that it is stored."""
    expect(judge.page.get_by_role("status").filter(has_text="Tổng")).to_contain_text(total)
    judge.sees("Đã lưu tất cả lúc")


def recuse(judge: Person, title: str, reason: str) -> None:
    """From the queue: a conflict that was found while reading."""
    judge.follow(title).reads(title)
    judge.page.get_by_role("link", name="Xung đột lợi ích: từ chối chấm").click()
    judge.reads("Từ chối chấm hồ sơ này").fill("Lý do", reason).press("Từ chối chấm")
    judge.is_told("Ban tổ chức đã được thông báo")


def hand_in(judge: Person, count: int) -> None:
    """From the review of all sheets."""
    judge.reads("Rà soát và gửi phiếu").press("Gửi các phiếu đã chọn").confirms("Gửi các phiếu đã chọn")
    judge.is_told(f"Đã gửi {count} phiếu chấm")

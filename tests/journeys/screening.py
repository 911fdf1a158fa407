"""The secretariat: joining the staff, the eligibility desk."""

from tests.journeys.organising import CONTEST, ORGANISER
from tests.journeys.people import Person


def extend_for(organiser: Person, applicant: Person, until: str, reason: str) -> None:
    """Give one applicant more time, by name."""
    organiser.follow("Thiết lập").reads("Thông tin chung").follow("Gia hạn và sửa đổi").reads("Gia hạn và sửa đổi")
    form = organiser.main.locator("form").filter(has=organiser.page.get_by_role("button", name="Gia hạn cho người này"))
    organiser.choose("Cho ai?", f"{applicant.name} ({applicant.email})", typing=applicant.email)
    form.get_by_role("textbox", name="Hạn mới").fill(until)
    form.get_by_role("textbox", name="Vì sao?").fill(reason)
    organiser.press("Gia hạn cho người này").is_told(f"{applicant.name} đã được gia hạn")


def invite_secretary(organiser: Person, secretary: Person) -> None:
    """Invite somebody without an account, who signs up from the link and joins."""
    organiser.go("/organise/").signs_in().reads("Tổ chức").follow(ORGANISER).reads(ORGANISER)
    organiser.follow("Nhân sự").reads("Nhân sự")
    organiser.fill("Địa chỉ thư điện tử", secretary.email).pick("Kiểm tra hợp lệ").press("Gửi lời mời")
    organiser.is_told("Đã gửi lời mời")
    secretary.follows_mail("tham gia ban tổ chức", "/organise/invitations/").reads("Tham gia đội ngũ")
    secretary.follow("Tạo tài khoản").reads("Tạo tài khoản").fill_sign_up()
    secretary.reads("Tham gia đội ngũ").press("Nhận lời").is_told("Chào mừng")


def open_queue(secretary: Person, waiting: int) -> None:
    """From anywhere: to the first entry that waits."""
    secretary.page.get_by_role("link", name="Việc của tôi").first.click()
    secretary.reads("Việc của tôi").follow(CONTEST).reads(CONTEST)
    secretary.follow(f"Mở: {waiting} hồ sơ chờ kiểm tra hợp lệ").reads("Kiểm tra hồ sơ hợp lệ").follow("Bắt đầu")


def accept(secretary: Person, title: str) -> None:
    """Decide on the entry that is open, and go on to the next."""
    secretary.reads(title).page.get_by_role("radio", name="Hợp lệ", exact=True).check()
    secretary.press("Quyết định và sang hồ sơ sau").is_told("Chưa thông báo cho ai")


def send_back(secretary: Person, title: str, missing: str) -> None:
    """Return the entry that is open for completion."""
    secretary.reads(title).page.get_by_text("Yêu cầu bổ sung hồ sơ").click()
    secretary.fill("Những gì còn thiếu", missing).press("Yêu cầu bổ sung").is_told("Đã yêu cầu bổ sung")


def announce(organiser: Person, count: int) -> None:
    """Tell all teams together."""
    organiser.go("/work").reads("Việc của tôi").follow(CONTEST).reads(CONTEST)
    organiser.follow(f"Mở: {count} kết quả sơ loại chưa thông báo").reads("Thông báo kết quả")
    step = f"Thông báo {count} quyết định"
    organiser.press(step).confirms(step).is_told(f"Đã thông báo {count} quyết định")

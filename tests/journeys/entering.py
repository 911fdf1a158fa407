"""The applicant's screens: from the public page to the receipt."""

from tests.journeys.organising import CONTEST
from tests.journeys.people import Person
from tests.support.factories.files import PDF


def begin_entry(applicant: Person, title: str) -> None:
    """From the front page, without an account: sign up on the way."""
    applicant.go("/").follow(CONTEST).reads(CONTEST).follow("Đăng ký dự thi").reads("Đăng nhập")
    applicant.follow("Chưa có tài khoản? Tạo tài khoản").reads("Tạo tài khoản").signs_up().reads("Đăng ký dự thi")
    applicant.fill("Tên ý tưởng hoặc dự án", title).press("Bắt đầu").reads("Thông tin chung")


def fill_form(applicant: Person, summary: str) -> None:
    """Fill in every part, from the first one to the check."""
    applicant.fill("Tóm tắt", summary).press("Lưu và tiếp tục").reads("Ý tưởng, dự án")
    applicant.fill("Tóm tắt ý tưởng, dự án", summary)
    applicant.fill("Vấn đề cần giải quyết", "Bà con bán nông sản tươi với giá thấp.")
    applicant.fill("Giải pháp và tính mới", "Máy sấy lạnh dùng chung của hợp tác xã.")
    applicant.fill("Khách hàng và thị trường", "Cửa hàng đặc sản trong nước.")
    applicant.press("Lưu và tiếp tục").reads("Nhóm tác giả")
    applicant.choose("Địa bàn thực hiện", "Quảng Ngãi", typing="quang ng")
    applicant.choose("Xã, phường, đặc khu", "Xã Măng Đen", typing="mang den")
    applicant.fill("Điện thoại liên hệ", "0905 123 456").press("Lưu và tiếp tục").reads("Tài liệu kèm theo")
    attach_description(applicant, "thuyết minh.pdf")


def attach_description(applicant: Person, name: str) -> None:
    """On the page of the documents."""
    file = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
    applicant.page.get_by_label("Bản thuyết minh").set_input_files(file)  # type: ignore[arg-type]
    applicant.sees(name)


def go_to_check(applicant: Person) -> None:
    """From the page of the documents."""
    applicant.press("Lưu và tiếp tục").reads("Nhóm").follow("Phần tiếp theo").reads("Kiểm tra và nộp")


def hand_in(applicant: Person, *, twice: bool = False) -> str:
    """Accept the commitment and hand in; return the code on the receipt. `twice` is a nervous double click."""
    applicant.tick("Chúng tôi đã đọc và cam kết")
    button = applicant.page.get_by_role("button", name="Nộp hồ sơ", exact=True)
    button.dblclick() if twice else button.click()
    applicant.reads("Đã nhận hồ sơ của Quý vị")
    return applicant.main.get_by_text("HS-2026-").first.inner_text()


def complete(applicant: Person) -> None:
    """What the secretariat asked for, by the mail that said so."""
    applicant.follows_mail("bổ sung", "/entries/").signs_in().sees("Bản thuyết minh chưa nêu chi phí")
    applicant.follow("Sửa hồ sơ").reads("Thông tin chung").press("Lưu và tiếp tục").reads("Ý tưởng, dự án")
    applicant.fill("Khách hàng và thị trường", "Hợp tác xã và trạm y tế; mỗi chiếc 1,2 triệu đồng.")
    applicant.sees("Đã lưu lúc 09:05")
    applicant.page.get_by_text("Các phần của hồ sơ").first.click()
    applicant.follow("Kiểm tra và nộp").reads("Kiểm tra và nộp").tick("Chúng tôi đã đọc và cam kết")
    applicant.press("Nộp lại").reads("Đã nhận hồ sơ của Quý vị")

"""The organiser's screens: the organiser, the event, the contest, its rubric."""

from tests.journeys.people import Person

ORGANISER = "Sở Khoa học và Công nghệ tỉnh Mẫu"
EVENT = "Ngày hội khởi nghiệp Cao nguyên xanh 2027"
CONTEST = "Ý tưởng Cao nguyên xanh 2027"


def found_organiser(organiser: Person) -> None:
    """From the first page after the confirmation."""
    organiser.follow("Tôi tổ chức").reads("Tổ chức")
    organiser.follow("Tạo đơn vị tổ chức").reads("Tạo đơn vị tổ chức")
    organiser.fill("Tên", ORGANISER).choose("Tỉnh, thành phố", "Quảng Ngãi", typing="quang ng")
    organiser.fill("Địa chỉ thư điện tử", "khcn@so.example").press("Tạo đơn vị").reads(ORGANISER)


def publish_event(organiser: Person) -> None:
    """From the organiser's page."""
    organiser.follow("Lên kế hoạch sự kiện").reads("Lên kế hoạch sự kiện")
    organiser.fill("Tiêu đề (bắt buộc)", EVENT).fill("Tóm tắt trong một câu", "Từ nương rẫy ra thị trường")
    organiser.fill("Ngày bắt đầu", "2027-03-12").fill("Ngày kết thúc", "2027-03-14")
    organiser.fill("Địa điểm", "Trung tâm Hội nghị Mẫu").fill("Mô tả", "Nơi ý tưởng của cao nguyên gặp thị trường.")
    organiser.press("Tạo bản nháp").reads(EVENT)
    organiser.press("Công bố").confirms("Công bố").is_told("Đã công bố sự kiện")


def make_contest(organiser: Person) -> None:
    """From the event's page: the starter for pupils and students, without its final.

    Two entries go on from the round that is judged.
    """
    organiser.main.locator("summary", has_text="Thêm hoạt động").click()
    organiser.follow("Cuộc thi").reads("Tạo cuộc thi")
    organiser.pick("Học sinh, sinh viên").fill("Tên cuộc thi", CONTEST)
    organiser.fill("Mở nhận hồ sơ", "2026-11-23T08:00").fill("Đóng nhận hồ sơ", "2026-12-20T17:00")
    organiser.press("Tạo cuộc thi").reads("Thông tin chung")
    organiser.fill("Tóm tắt trong một, hai câu", "Cuộc thi ý tưởng cho học sinh, sinh viên.")
    organiser.press("Lưu").is_told("Đã lưu")
    organiser.follow("Các vòng thi").reads("Các vòng thi")
    organiser.follow("2. Vòng sơ khảo").reads("Vòng sơ khảo").fill("Bảng Học sinh, sinh viên", "2")
    organiser.press("Lưu").is_told("Đã lưu")
    organiser.follow("Xóa: Vòng chung kết").press("Xóa").is_told("Đã xóa “Vòng chung kết”")


def set_rubric(organiser: Person) -> None:
    """Begin from the rubric of a real contest and use it in the round that judges score."""
    organiser.follow("Chấm thi").sees("Chưa chọn bộ tiêu chí")
    organiser.follow("Bộ tiêu chí").reads("Bộ tiêu chí")
    card = organiser.main.locator("section").filter(has=organiser.page.get_by_role("heading", level=4, name="I-Star"))
    card.last.get_by_role("button", name="Bắt đầu từ đây").click()
    organiser.reads("Bộ tiêu chí: I-Star").press("Lưu bộ tiêu chí").is_told("Đã lưu bộ tiêu chí")
    organiser.follow("Chấm thi").follow("Bộ tiêu chí").follow("Chọn bộ tiêu chí cho các vòng")
    organiser.reads("Bộ tiêu chí của các vòng").select("Bảng Học sinh, sinh viên", "I-Star")
    organiser.press("Lưu").is_told("Đã chọn bộ tiêu chí cho các vòng")


def publish_contest(organiser: Person) -> None:
    """From any page of the contest."""
    organiser.follow("Thiết lập").reads("Thông tin chung").follow("Công bố").reads("Công bố")
    organiser.sees("Sẵn sàng công bố").press("Công bố cuộc thi").is_told("Đã công bố cuộc thi")

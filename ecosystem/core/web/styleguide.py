"""Every component in every state, for those who build pages; not part of a production deployment.

The samples are data, not interface: they stay in Vietnamese whatever the language of the page.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request
from werkzeug.exceptions import default_exceptions
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    EmailField,
    FileField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Email

from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.core.errors import EcosystemError, StaleEdit
from ecosystem.core.forms import DongField, Form, VersionedForm, WholeNumberField, at_most, required
from ecosystem.core.pagination import Page

blueprint = Blueprint("styleguide", __name__, url_prefix="/styleguide")

PROVINCES = (
    "Quảng Ngãi",
    "Đắk Lắk",
    "Gia Lai",
    "Lâm Đồng",
    "Đà Nẵng",
    "Cần Thơ",
    "Thành phố Hồ Chí Minh",
    "Hà Nội",
    "Huế",
)
BOARDS = (("idea", "Bảng Ý tưởng"), ("project", "Bảng Dự án"))
SECTORS = (("duoc_lieu", "Dược liệu"), ("nong_nghiep", "Nông nghiệp công nghệ cao"), ("du_lich", "Du lịch cộng đồng"))
STAGES = (("idea", "Ý tưởng"), ("prototype", "Nguyên mẫu"), ("growth", "Tăng trưởng"))
PEOPLE = ("Y Blơi Mẫu Niê", "Nguyễn Thị Mẫu Ngọc Ánh", "Rơ Châm Mẫu H’Ŏ", "Đặng Mẫu Ưng", "Trần Mẫu Ân")
PARTS = ("basics", "fields", "lists", "charts", "judging")


def _choices(*pairs: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class SampleForm(VersionedForm):
    """One field of each type."""

    name = StringField("Tên dự án", [required(), at_most(120)], description="Tên sẽ hiện trên trang công khai.")
    email = EmailField(
        "Thư điện tử", [required(), Email("Vui lòng nhập địa chỉ thư điện tử đúng, ví dụ ten@don-vi.vn.")]
    )
    password = PasswordField("Mật khẩu", description="Ít nhất 12 ký tự; nên dùng một câu dễ nhớ.")
    phone = TelField("Số điện thoại")
    website = URLField("Trang web")
    summary = TextAreaField(
        "Tóm tắt", [required(), at_most(600)], description="Vấn đề, giải pháp và khách hàng, trong một đoạn."
    )
    words = TextAreaField("Điểm mới")
    story = TextAreaField("Bản thuyết minh", [at_most(5000)])
    team_size = WholeNumberField("Số thành viên")
    share = DecimalField("Tỷ lệ sở hữu")
    budget = DongField("Kinh phí dự kiến", description="Viết 50.000.000 hoặc 50 triệu đều được.")
    founded = DateField("Ngày thành lập")
    starts = DateTimeLocalField("Thời điểm mở nhận hồ sơ")
    at = TimeField("Giờ thuyết trình")
    sector = SelectField("Lĩnh vực", choices=_choices(("", "– Chọn –"), *SECTORS))
    province = SelectField("Tỉnh, thành phố", choices=_choices(("", ""), *((p, p) for p in PROVINCES)))
    board = RadioField("Bảng dự thi", [required("Vui lòng chọn một bảng.")], choices=_choices(*BOARDS))
    stage = RadioField("Giai đoạn", choices=_choices(*STAGES))
    sectors = SelectMultipleField("Các lĩnh vực liên quan", choices=_choices(*SECTORS))
    keywords = StringField("Từ khóa", description="Nhấn Enter sau mỗi từ khóa.")
    logo = FileField("Biểu trưng", description="PNG hoặc JPG, tối đa 5 MB.")
    evidence = MultipleFileField("Minh chứng")
    agrees = BooleanField(
        "Tôi đồng ý cho ban tổ chức xử lý dữ liệu cá nhân để xét giải.", [required("Cần đánh dấu để nộp hồ sơ.")]
    )
    public = BooleanField("Hiện hồ sơ trên trang công khai")


class CommentForm(Form):
    """The comment under a criterion."""

    comment = TextAreaField("Nhận xét", [at_most(1000)])


@blueprint.get("/")
@public
def index() -> str:
    """Everything on one page."""
    return part("basics")


@blueprint.get("/<name>")
@public
def part(name: str) -> str:
    """One group of components."""
    if name not in PARTS:
        abort(404)
    if "flash" in request.args:
        flash("Đã lưu thay đổi.", "success")
        flash("Hai giám khảo chưa nhận lời mời.", "warning")
    return render_template(f"styleguide/{name}.html", name=name, parts=PARTS, **_samples())


@blueprint.route("/form", methods=["GET", "POST"])
@public
def form() -> str:
    """A form with its errors after a post."""
    shown = SampleForm(data=None if request.method == "POST" else _filled())
    if request.method == "POST":
        shown.validate()
    return render_template("styleguide/form.html", name="form", parts=PARTS, **{**_samples(), "form": shown})


@blueprint.get("/layout/<name>")
@public
def layout(name: str) -> str:
    """A layout with sample content."""
    if name not in ("public", "workspace", "desk", "document", "print"):
        abort(404)
    return render_template(f"styleguide/layout_{name}.html", **_samples())


@blueprint.get("/error/<int:status>")
@public
def error(status: int) -> Response:
    """An error page."""
    if status == 409:
        raise StaleEdit(theirs={"Tên": "Sâm dây Măng Đen"}, yours={"Tên": "Sâm dây và cà phê"})
    if status in (401, 507):
        broken = EcosystemError()
        broken.status = status
        raise broken
    if status == 500:
        raise ZeroDivisionError
    abort(status if status in default_exceptions else 404)


@blueprint.post("/save")
@public
def save() -> dict[str, Any]:
    """Take what autosave sends; answers as every autosave endpoint does."""
    return {"saved_at": clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).strftime("%H:%M"), "version": 2}


@blueprint.post("/upload")
@public
def upload() -> str:
    """Take a file; answers with the row it becomes."""
    sent = request.files.get("evidence")
    return render_template("styleguide/uploaded.html", file_name=sent.filename if sent else "")


def _filled() -> dict[str, Any]:
    return {
        "name": "Trà túi lọc từ sâm dây Ngọc Linh",
        "email": "ten@don-vi.vn",
        "summary": "Sâm dây tươi mất giá sau ba ngày. Chúng tôi sấy lạnh tại buôn và đóng túi lọc.",
        "team_size": 4,
        "share": Decimal("51.5"),
        "budget": 50_000_000,
        "founded": date(2025, 3, 2),
        "sector": "duoc_lieu",
        "province": "Quảng Ngãi",
        "board": "idea",
        "stage": "prototype",
        "sectors": ["duoc_lieu"],
        "keywords": "sâm dây, sấy lạnh, phụ nữ",
        "public": True,
    }


def _samples() -> dict[str, Any]:
    now = clock.now()
    return {
        "form": SampleForm(data=_filled()),
        "comment_form": CommentForm(),
        "people": PEOPLE,
        "at": now - timedelta(hours=3),
        "soon": now + timedelta(hours=30),
        "later": now + timedelta(days=12, hours=4),
        "page": Page(items=range(50), number=5, per_page=50, total=1234),
        "entries": _entries(),
        "days": [(now.date() - timedelta(days=30 - n), 3 + n * n // 9, n * 2) for n in range(30)],
        "provinces": PROVINCES,
    }


def _entries() -> list[dict[str, Any]]:
    titles = (
        "Trà túi lọc từ sâm dây Ngọc Linh",
        "Truy xuất nguồn gốc cà phê xứ lạnh Măng Đen cho hợp tác xã các xã vùng cao đông Trường Sơn",
        "Ươm giống lan rừng",
        "Đan lát tre nứa Đắk Blà",
    )
    tones = (("Hợp lệ", "success"), ("Chờ bổ sung", "warning"), ("Không hợp lệ", "error"), ("Bản nháp", "neutral"))
    return [
        {
            "code": f"HS-2026-{n + 41:04d}",
            "title": title,
            "team": PEOPLE[n],
            "state": tones[n],
            "score": Decimal("91.25") - n * 7,
        }
        for n, title in enumerate(titles)
    ]

"""Bank statements of the demonstration: one that is applied, one that waits to be looked at. All of it is made up."""

from datetime import datetime, timedelta

from ecosystem.core import clock
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.models import Order
from ecosystem.payments.services import orders, statements

HEADER = "STT;Ngày giao dịch;Số tham chiếu;Số tiền ghi nợ;Số tiền ghi có;Nội dung giao dịch\n"
BUYERS = (
    ("Trần Mẫu Hòa", "Hợp tác xã Dược liệu Mẫu Ngọc Linh"),
    ("Y Mẫu Nhung", "Công ty TNHH Cà phê Mẫu Măng Đen"),
    ("Lê Mẫu Quốc", "Nhóm Nông nghiệp số Mẫu"),
    ("Phạm Mẫu Thảo", "Công ty cổ phần Du lịch Mẫu Kon Plông"),
)


def load(organiser: Organiser, today: datetime) -> str:
    """Import two statements of the last days; return what was done."""
    with clock.at(today - timedelta(hours=30)):
        placed = [_order(organiser, number) for number in range(len(BUYERS))]
    by = account_at(ORGANISER.address).id
    yesterday, day = today - timedelta(days=1), today
    first = [
        _row(yesterday, "FT2632601", placed[0].total, f"MBVCB.7781.{placed[0].note_code}.CT tu 0071 toi 0000"),
        _row(yesterday, "FT2632602", placed[1].total - 1, f"{placed[1].note_code} le phi tap huan"),
        _row(yesterday, "FT2632603", -1_250_000, "Thanh toan tien dien"),
        _row(yesterday, "FT2632604", 5_000_000, "UNG HO TECHFEST MANG DEN"),
        _row(yesterday, "FT2632605", placed[2].total, f"nop tien {_damaged(placed[2].note_code)}"),
    ]
    second = [
        *first[-2:],
        _row(day, "FT2632701", placed[3].total, f"DAO TAO {placed[3].note_code}"),
        _row(day, "FT2632702", -85_000, "Phi quan ly tai khoan"),
        _row(day, "FT2632703", 350_000, "chuyen tien ve hoi thao"),
    ]
    with clock.at(today - timedelta(hours=5)):
        found = statements.upload(organiser, name=f"sao-ke-{yesterday:%d-%m}.csv", content=_file(first), by=by)
        statements.ask_to_apply(found, by=by)
    with clock.at(today - timedelta(minutes=40)):
        statements.upload(organiser, name=f"sao-ke-{day:%d-%m}.csv", content=_file(second), by=by)
    return "two bank statements imported, one of them applied"


def _order(organiser: Organiser, number: int) -> Order:
    name, organisation = BUYERS[number]
    text, text_en = "Khóa tập huấn gọi vốn (2 ngày)", "Fundraising course (2 days)"
    return orders.place_order(
        organiser=organiser,
        purpose="training",
        subject=f"demo-course-{number}",
        title=text,
        lines=[NewLine(text, 1_200_000 + 100_000 * number, text_en=text_en)],
        buyer=Buyer(name, f"nguoimua{number}@example.vn", organisation=organisation),
        expires_at=clock.now() + timedelta(days=5),
        back="",
        by=None,
    )


def _row(day: datetime, reference: str, amount: int, note: str) -> str:
    written = f"{abs(amount):,}".replace(",", ".")
    out, into = ("", written) if amount > 0 else (written, "")
    return f"{{number}};{day:%d/%m/%Y};{reference};{out};{into};{note}\n"


def _damaged(code: str) -> str:
    return code[:-1] + ("2" if code[-1] != "2" else "3")


def _file(rows: list[str]) -> bytes:
    numbered = (row.format(number=number) for number, row in enumerate(rows, start=1))
    return (HEADER + "".join(numbered)).encode("utf-8-sig")

"""From the scores to what everybody reads."""

import io

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.organising import CONTEST
from tests.journeys.people import Person


def read_ranking(organiser: Person, *rows: tuple[str, str, str]) -> None:
    """From the page of the contest: the ranking holds these ranks, titles and scores, in this order."""
    organiser.follow("Chấm thi").reads("Chấm thi").follow("Hội đồng giám khảo").reads("Hội đồng giám khảo")
    organiser.follow("Xếp hạng").reads("Xếp hạng")
    for at, (rank, title, score) in enumerate(rows, start=1):
        cells = organiser.main.get_by_role("table").first.get_by_role("row").nth(at).get_by_role("cell")
        expect(cells.nth(0)).to_have_text(rank)
        expect(cells.nth(1)).to_contain_text(title)
        expect(cells.nth(2)).to_contain_text(score)


def decide_by_rule(organiser: Person, told: str) -> None:
    """From the ranking: what the quota says, held."""
    organiser.follow("Quyết định").reads("Quyết định").press("Quyết định theo quy tắc")
    organiser.confirms("Quyết định theo quy tắc").is_told(told)


def give_prizes(organiser: Person, count: int) -> None:
    """From the decisions: what the ranking proposes."""
    organiser.follow("Giải thưởng").reads("Giải thưởng").press("Trao theo đề xuất").is_told(f"Đã trao {count} giải")


def write_mails(organiser: Person, *people: Person) -> None:
    """From the prizes: the mails wait in the outbox, where they can be read."""
    organiser.follow("Công bố kết quả").reads("Công bố kết quả").press("Viết thư ngay")
    organiser.is_told(f"{len(people)} thư đang chờ trong hộp thư đi")
    organiser.follow("Hộp thư đi").reads("Hộp thư đi")
    for person in people:
        row = organiser.main.get_by_role("row").filter(has_text=person.email).filter(has_text="Kết quả Vòng sơ khảo")
        expect(row).to_contain_text("Đang giữ")


def publish(organiser: Person) -> None:
    """From the outbox, by the task on the desk: the dialog says what becomes visible to whom."""
    organiser.follow("Tổng quan").reads(CONTEST).follow("Mở: Vòng sơ khảo: 3 kết quả chưa thông báo")
    organiser.reads("Công bố kết quả").sees("Thấy ai cho điểm nào, ghi chú riêng")
    organiser.tick("Tôi đã đọc nội dung nào sẽ hiển thị cho ai").press("Công bố kết quả")
    organiser.confirms("Công bố kết quả").is_told("Đã công bố kết quả")


def read_winners(visitor: Person, *lines: str) -> None:
    """As anybody, from the front page."""
    visitor.go("/").sees("Đoạt giải gần đây").follow(lines[0]).reads(CONTEST)
    visitor.follow("Kết quả và giải thưởng").reads("Kết quả chung cuộc")
    for line in lines:
        visitor.sees(line)


def read_result(applicant: Person, title: str, *lines: str) -> str:
    """By the mail, then on the page of the entry; returns the text of the mail."""
    text = applicant.opens_mail("Kết quả Vòng sơ khảo")
    applicant.follows_mail("Kết quả Vòng sơ khảo", "/entries/").signs_in().reads("Hồ sơ của tôi").follow(title)
    applicant.reads(title).sees("Đã công bố kết quả, vui lòng xem bên dưới")
    for line in lines:
        applicant.sees(line)
    return text


def may_not_withdraw(winner: Person) -> None:
    """On the page of the entry: a prize is a record, so no step out is offered."""
    expect(winner.main.get_by_role("link", name="Rút hồ sơ")).to_have_count(0)


def certificate_of(applicant: Person) -> str:
    """The text of the certificate that the page of the entry offers."""
    link = applicant.main.get_by_role("link", name="Giấy chứng nhận (PDF)")
    answer = applicant.page.request.get(str(link.get_attribute("href")))
    assert answer.ok, answer.status
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)

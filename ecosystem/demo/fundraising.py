"""What founders of the sample raise, a paper of each, and investors that the organiser verified."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.events.models import Organiser
from ecosystem.fundraising.documents.watermark import count_pages
from ecosystem.fundraising.domain.pitch import Audience, DocumentKind, Figure, Pitch, Use
from ecosystem.fundraising.services import pitches
from ecosystem.investors.models import InvestorProfile, Participant, Side
from ecosystem.investors.services import profiles
from ecosystem.startups.models import Startup
from ecosystem.uploads.services import store

USES = (
    (Use("Máy móc, dây chuyền", 55), Use("Nhân sự kỹ thuật", 25), Use("Tiếp thị và kênh phân phối", 20)),
    (Use("Phát triển sản phẩm", 60), Use("Thử nghiệm tại hợp tác xã", 40)),
)
FOUNDERS = 12
LARGEST = 1_000_000


def load(organiser: Organiser) -> str:
    """Let twelve founders of the sessions tell what they raise, and the organiser verify all investors but one."""
    owner = account_at(ORGANISER.address)
    investors = session().scalars(select(InvestorProfile).order_by(InvestorProfile.id)).all()
    for investor in investors:
        asked = profiles.ask_verification(
            investor, organiser, evidence="Danh bạ nhà đầu tư của hiệp hội mẫu, số 12.", by=investor.account
        )
        if investor is not investors[-1]:
            profiles.verify_investor(asked, by=owner)
    founders = _founders()
    for number, startup in enumerate(founders):
        _tell(startup, number, startup.members[0].account)
    return f"{len(founders)} founders tell what they raise; {len(investors) - 1} of {len(investors)} investors verified"


def _founders() -> Sequence[Startup]:
    taking_part = select(Participant.startup_id).where(Participant.side == Side.FOUNDER)
    statement = select(Startup).where(Startup.id.in_(taking_part)).order_by(Startup.id).limit(FOUNDERS)
    return session().scalars(statement).all()


def _tell(startup: Startup, number: int, by: Account) -> None:
    ask = (500 + 250 * (number % 7)) * 1_000_000
    pitch = Pitch(
        is_raising=True,
        ask=ask,
        raised=ask // 5 if number % 3 == 0 else None,
        valuation=ask * 6 if number % 2 else None,
        instruments=("co_phan",) if number % 2 else ("co_phan", "khoan_vay_chuyen_doi"),
        closes_on=(clock.now() + timedelta(days=120)).date(),
        summary=startup.one_liner or "Sản phẩm đã có khách hàng trả tiền; vốn giúp mở rộng sang ba huyện lân cận.",
        uses=USES[number % 2],
        figures=(Figure("Doanh thu 2026", f"{number + 1},2 tỷ ₫"), Figure("Khách hàng trả tiền", str(30 + 7 * number))),
    )
    pitches.store_pitch(startup, pitch, version=None, by=by)
    content = _deck(startup, pitch)
    file = store(
        BytesIO(content),
        name="ban-thuyet-trinh.pdf",
        purpose="confidential_document",
        by=by.id,
        accept=("pdf",),
        largest=LARGEST,
    )
    pitches.add_document(
        startup,
        file,
        title="Bản thuyết trình gọi vốn",
        kind=DocumentKind.DECK,
        audience=Audience.VERIFIED if number % 3 else Audience.MUTUAL,
        pages=count_pages(BytesIO(content)),
        by=by,
    )


def _deck(startup: Startup, pitch: Pitch) -> bytes:
    from ecosystem.core.documents.paper import Paper

    paper = Paper(landscape=True)
    for title, lines in (
        (startup.name, [startup.one_liner, "Bản thuyết trình gọi vốn (dữ liệu mẫu)"]),
        ("Sử dụng vốn", [f"{use.purpose}: {use.percent} %" for use in pitch.uses]),
        ("Kết quả đã đạt", [f"{figure.label}: {figure.value}" for figure in pitch.figures]),
    ):
        paper.add_page()
        paper.say(title, size=28, style="B", after=10)
        for line in lines:
            paper.say(line, size=18, after=4)
    return paper.finish()

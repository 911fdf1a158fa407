"""An investor session with the investors of the sample and thirty startups: wishes, a timetable, published; and one
that is open for wishes."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services import create_account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.demo import sample
from ecosystem.demo.days import at_hour
from ecosystem.demo.people import ORGANISER, PASSWORD, account_at
from ecosystem.events.models import Event, Organiser
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.domain.plan import SessionPlan
from ecosystem.investors.domain.scheduling import Timetable
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    InvestorType,
    Participant,
    ParticipantState,
    Side,
    TimetableRun,
    Wish,
    WishKind,
)
from ecosystem.investors.queries.problems import Standing
from ecosystem.investors.services import planning, publishing, sessions, telling
from ecosystem.startups.domain.profile import Profile
from ecosystem.startups.domain.taxonomy import Stage
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.services import found_startup

STARTUPS = 30
TYPES = {
    "nha_dau_tu_thien_than": InvestorType.ANGEL,
    "cau_lac_bo_dau_tu": InvestorType.CLUB,
    "quy_dau_tu_mao_hiem": InvestorType.VENTURE,
    "quy_tac_dong": InvestorType.IMPACT,
    "tap_doan": InvestorType.CORPORATE,
    "quy_nha_nuoc": InvestorType.STATE,
    "ngan_hang": InvestorType.BANK,
}
STAGES = {
    "y_tuong": Stage.IDEA,
    "mau_thu": Stage.PROTOTYPE,
    "thu_nghiem": Stage.PILOT,
    "doanh_thu": Stage.REVENUE,
    "tang_truong": Stage.GROWTH,
}


def load(organiser: Organiser, today: datetime) -> str:
    """Make both sessions in the events to come; return what was made."""
    owner = account_at(ORGANISER.address)
    events = session().scalars(
        select(Event)
        .where(Event.organiser_id == organiser.id, Event.starts_on > today.date())
        .order_by(Event.starts_on)
    )
    upcoming = list(events)[:2]
    investors = [_investor(each) for each in sample.sample()["investors"]]
    startups = [_startup(each) for each in sample.ideas()[:STARTUPS]]
    for number, event in enumerate(upcoming):
        with clock.at(today - timedelta(days=6)):
            made = sessions.create_session(event, _plan(event, is_later=number > 0), by=owner)
            sessions.take_step(made, "open", by=owner)
            people = _take_part(made, startups[: STARTUPS if not number else 14], investors)
            _wish(people, share=0.95 if not number else 0.5)
        if not number:
            _publish(made, owner, today)
    return f"{len(investors)} investors and {len(startups)} startups meet in {len(upcoming)} sessions"


def _plan(event: Event, *, is_later: bool) -> SessionPlan:
    return SessionPlan(
        title="Phiên kết nối đầu tư Cao nguyên xanh" if not is_later else "Phiên gọi vốn hạt giống",
        title_en="Green Highlands investor session" if not is_later else "Seed funding session",
        description="Startup và nhà đầu tư gặp nhau **1–1**, mỗi lượt 20 phút (dữ liệu mẫu).",
        place="Hội trường tầng 2, Trung tâm Hội nghị tỉnh Mẫu",
        held_on=event.starts_on + timedelta(days=0 if is_later else 1),
        starts_minute=8 * 60,
        ends_minute=12 * 60,
        breaks=((9 * 60 + 40, 10 * 60),),
        tables=10,
        spare_tables=2,
        founder_minimum=2,
        join_rule="approved",
        wishes_close_at=at_hour(clock.now(), 20, 17) if is_later else None,
    )


def _investor(each: dict[str, Any]) -> InvestorProfile:
    address = sample.investor_address(each)
    account = session().scalar(select(Account).where(Account.email_key == address))
    if account is None:
        account = create_account(name=f"Đại diện {each['name']}", email=address, password=PASSWORD)
    found = session().scalar(select(InvestorProfile).where(InvestorProfile.name == each["name"]))
    if found is not None:
        return found
    with transaction() as current:
        investor = InvestorProfile(
            account_id=account.id,
            name=each["name"],
            type=TYPES[each["type"]],
            thesis=each["thesis_vi"],
            thesis_en=each["thesis_en"],
            sectors=each["sectors"],
            stages=[STAGES[code].value for code in each["stages"]],
            ticket_min=each["ticket_min_vnd"],
            ticket_max=each["ticket_max_vnd"],
            verified_at=clock.now(),
            is_listed=True,
            sort_key=sort_key(each["name"]),
            search_text=fold(f"{each['name']} {each['thesis_vi']}"),
        )
        current.add(investor)
    return investor


def _startup(idea: dict[str, Any]) -> Startup:
    leader = account_at(idea["team"]["leader_email"])
    name = idea["title_vi"][:60].rsplit(" ", 1)[0] if len(idea["title_vi"]) > 60 else idea["title_vi"]
    own = select(Startup).join(StartupMember).where(StartupMember.account_id == leader.id, Startup.name == name)
    found = session().scalar(own)
    if found is not None:
        return found
    made = found_startup(
        Profile(
            name=name,
            one_liner=idea["solution_vi"][:300],
            sectors=tuple(idea["sectors"]),
            stage=STAGES[idea["stage"]],
            province_code=str(idea["commune"]["province_code"]),
        ),
        by=leader,
    )
    with transaction():
        made.is_public = True
    return made


def _take_part(
    session_: InvestorSession, startups: Sequence[Startup], investors: Sequence[InvestorProfile]
) -> list[Participant]:
    people: list[Participant] = []
    taken: set[int] = set()
    chance = random.Random(session_.id)  # noqa: S311 - made-up data
    with transaction() as current:
        profiles: list[Startup | InvestorProfile] = [*investors, *startups]
        for profile in profiles:
            is_startup = isinstance(profile, Startup)
            account_id = profile.members[0].account_id if isinstance(profile, Startup) else profile.account_id
            if account_id in taken:
                continue
            taken.add(account_id)
            away = sorted(chance.sample(range(1, 13), 3)) if chance.random() < 0.25 else []
            people.append(
                Participant(
                    session_id=session_.id,
                    side=Side.FOUNDER if is_startup else Side.INVESTOR,
                    account_id=account_id,
                    startup_id=profile.id if is_startup else None,
                    investor_id=None if is_startup else profile.id,
                    state=ParticipantState.APPROVED,
                    approved_at=clock.now(),
                    away=away,
                )
            )
        current.add_all(people)
    return people


def _wish(people: Sequence[Participant], *, share: float) -> None:
    chance = random.Random(len(people))  # noqa: S311 - made-up data
    with transaction() as current:
        for giver in people:
            if chance.random() > share:
                continue
            others = [each for each in people if each.side is not giver.side]
            liked = chance.sample(others, min(len(others), 5 if giver.side is Side.FOUNDER else 9))
            for number, target in enumerate(liked):
                kind = WishKind.MUST if number < 2 else WishKind.MEET
                current.add(Wish(session_id=giver.session_id, from_id=giver.id, to_id=target.id, kind=kind))
            for target in [each for each in others if each not in liked][:1]:
                if chance.random() < 0.3:
                    current.add(
                        Wish(session_id=giver.session_id, from_id=giver.id, to_id=target.id, kind=WishKind.NO_THANKS)
                    )
            giver.wished_at = clock.now()


def _publish(session_: InvestorSession, owner: Account, today: datetime) -> None:
    """Two proposals beside each other; the second is published and its mails are released."""
    with clock.at(today - timedelta(days=2)):
        sessions.take_step(session_, "close_wishes", by=owner)
        runs: list[TimetableRun] = []
        for seed in (1, 2):
            run = planning.ask_for_run(session_, effort=1, seed=seed, base=None, by=owner)
            planning.work_out(run, None, solve=partial(_solve, seed=seed))
            runs.append(run)
    with clock.at(today - timedelta(days=1)):
        publishing.publish(runs[-1], by=owner)
        telling.release_mails(runs[-1], by=owner)
    assert session_.state is SessionState.PUBLISHED


def _solve(standing: Standing, *, seed: int) -> Timetable:
    from ecosystem.investors.domain.scheduling.engine import schedule

    return schedule(standing.problem, seed=seed)

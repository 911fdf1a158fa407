"""What a person takes part in besides contests: mentoring, exhibitions, investor sessions. One statement."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, literal, or_, select, union_all

from ecosystem.accounts.models import Account
from ecosystem.core.database import session
from ecosystem.exhibitions.domain.life_cycle import ExhibitionState
from ecosystem.exhibitions.models import Exhibition, Exhibitor, ExhibitorState
from ecosystem.exhibitions.policies import own_exhibitors
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import InvestorProfile, InvestorSession, Participant, ParticipantState
from ecosystem.mentoring.domain.life_cycle import MentorState, ProgrammeState
from ecosystem.mentoring.domain.life_cycle import ParticipantState as StartupState
from ecosystem.mentoring.models import MentorProfile, Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.portal.queries.kinds import Kind
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import startup_ids

ENDED = (SessionState.CLOSED, SessionState.CANCELLED, SessionState.DRAFT)


KINDS = {
    "mentor": Kind(_l("You are a mentor"), "compass", "mentoring.served", "place_id"),
    "mentored": Kind(_l("Mentoring programme"), "compass", "mentoring.place", "place_id"),
    "exhibitor": Kind(_l("Exhibition"), "store", "exhibiting.home", "exhibitor_id"),
    "investors": Kind(_l("Investor session"), "handshake", "investor_sessions.show", "session_id"),
}


@dataclass(frozen=True)
class Part:
    """A programme, exhibition or session somebody is in; `name` is for whom: the startup, the investor."""

    kind: Kind
    title: str
    title_en: str
    name: str
    url: str


def parts_of(me: Account, *, limit: int = 24) -> list[Part]:
    """Return what the person takes part in now, by kind and title."""
    rows = union_all(_as_mentor(me), _as_mentored(me), _as_exhibitor(me), _in_sessions(me)).subquery()
    found = session().execute(select(rows).order_by(rows.c.kind, rows.c.title, rows.c.address).limit(limit))
    return [_part(row) for row in found]


def _part(row: Any) -> Part:
    kind = KINDS[row.kind]
    return Part(kind, row.title, row.title_en, row.name, kind.path(row.address))


def _taking_part(kind: str, held: Any, name: Any, address: Any) -> Select[Any]:
    return select(
        literal(kind).label("kind"),
        held.title.label("title"),
        held.title_en.label("title_en"),
        name.label("name"),
        address.label("address"),
    )


def _as_mentor(me: Account) -> Select[Any]:
    return (
        _taking_part("mentor", Programme, literal(""), ProgrammeMentor.public_id)
        .join(ProgrammeMentor, ProgrammeMentor.programme_id == Programme.id)
        .join(MentorProfile, MentorProfile.id == ProgrammeMentor.profile_id)
        .where(
            MentorProfile.account_id == me.id,
            ProgrammeMentor.state == MentorState.ACCEPTED,
            Programme.state == ProgrammeState.OPEN,
        )
    )


def _as_mentored(me: Account) -> Select[Any]:
    return (
        _taking_part("mentored", Programme, Startup.name, ProgrammeStartup.public_id)
        .join(ProgrammeStartup, ProgrammeStartup.programme_id == Programme.id)
        .join(Startup, Startup.id == ProgrammeStartup.startup_id)
        .where(
            or_(ProgrammeStartup.contact_id == me.id, ProgrammeStartup.startup_id.in_(startup_ids(me))),
            ProgrammeStartup.state.in_([StartupState.APPLIED, StartupState.JOINED]),
            Programme.state == ProgrammeState.OPEN,
        )
    )


def _as_exhibitor(me: Account) -> Select[Any]:
    return (
        _taking_part("exhibitor", Exhibition, Exhibitor.name, Exhibitor.public_id)
        .join(Exhibitor, Exhibitor.exhibition_id == Exhibition.id)
        .where(
            own_exhibitors(me),
            Exhibitor.state.in_([ExhibitorState.APPLIED, ExhibitorState.ACCEPTED]),
            Exhibition.state == ExhibitionState.PUBLISHED,
        )
    )


def _in_sessions(me: Account) -> Select[Any]:
    return (
        _taking_part(
            "investors", InvestorSession, func.coalesce(Startup.name, InvestorProfile.name), InvestorSession.public_id
        )
        .join(Participant, Participant.session_id == InvestorSession.id)
        .join(Startup, Startup.id == Participant.startup_id, isouter=True)
        .join(InvestorProfile, InvestorProfile.id == Participant.investor_id, isouter=True)
        .where(
            or_(Participant.account_id == me.id, Participant.startup_id.in_(startup_ids(me))),
            Participant.state != ParticipantState.DECLINED,
            InvestorSession.state.not_in(ENDED),
        )
    )

"""Parents with children of every kind that an address names, twice, with the same people in both."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, GalleryState
from ecosystem.contests.domain.kinds import EligibilityKind, QuestionKind
from ecosystem.contests.models import Contest, ContestQuery
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.events.models import Event, Organiser, Partner, StaffInvitation, StaffMember, StaffRole
from ecosystem.judging.models import Award
from ecosystem.notifications.models import Mail
from ecosystem.startups.models import Startup, StartupInvitation
from tests.house_rules.family_rounds import of_round
from tests.house_rules.worlds import Scene, made
from tests.support.factories import contests, events, judging, startups
from tests.support.factories.accounts import account
from tests.support.factories.applications import attach_file, make_application, make_team_member, submit_again
from tests.support.factories.files import make_file, picture
from tests.support.factories.voting import make_poll

Family = dict[str, str]
People = Mapping[str, Account]
OF_A_ROUND = ("/panels/<public_id>/<judge_id>", "/sheets/<assignment_id>", "/paper/<charge_id>", "/runs/<run_id>")
OF_A_ROUND += ("/places/<slot_id>", "/vote/<member_id>")
OF_AN_EVENT = ("/speakers/<public_id>", "/partners/<public_id>", "/programme/<public_id>", "/rooms/<int:room_id>")
PARTS = ("owner", "chair", "judge", "lead", "member")


def people() -> People:
    """Who may do everything in every family, part by part."""
    return {part: account(part) for part in PARTS}


def make_family(by: People) -> Family:
    """Records of one organiser, one contest, one entry and one startup, by the end of the address that names each."""
    organiser = events.make_organiser(by["owner"])
    event, startup = events.make_event(organiser), startups.make_startup(by["lead"])
    return (
        _organiser(organiser, by)
        | _event(event, organiser)
        | _startup(startup, by)
        | _contest(contests.make_contest(event, has_gallery=True), by)
        | made("family", Scene(by, organiser, event, startup))
    )


def make_siblings(family: Family, by: People) -> Family:
    """Children of the same contest and organiser, but of another round or event of theirs."""
    organiser = session().query(Organiser).filter_by(slug=family["/<organiser_slug>"]).one()
    contest = session().query(Contest).filter_by(slug=family["/contests/<slug>"]).one()
    other = contests.make_round(contest, name="Vòng chung kết")
    records = of_round(other, make_application(contest, state=ApplicationState.ELIGIBLE), dict(by))
    event = events.make_event(organiser)
    records |= _event(event, organiser)
    siblings = {name: records[name] for name in OF_A_ROUND + OF_AN_EVENT}
    return siblings | made("siblings", Scene(by, organiser, event, startups.make_startup(by["lead"])))


def _organiser(organiser: Organiser, by: People) -> Family:
    newcomer = events.make_staff(organiser, StaffRole.OBSERVER)
    member = session().query(StaffMember).filter_by(organiser_id=organiser.id, account_id=newcomer.id).one()
    asked = StaffInvitation(
        organiser_id=organiser.id, role=StaffRole.OBSERVER, token_hash=f"staff{organiser.id}", **_sent(by)
    )
    with transaction():
        session().add(asked)
    return {
        "/<organiser_slug>": organiser.slug,
        "/<organiser_slug>/rubrics/<public_id>": judging.make_rubric(organiser_id=organiser.id).rubric.public_id,
        "/staff/<int:member_id>": str(member.id),
        "/staff/invitations/<public_id>": asked.public_id,
    }


def _sent(by: People) -> dict[str, Any]:
    address = f"moi{clock.now().timestamp()}@example.vn"
    expires = clock.now() + timedelta(days=7)
    return {"email": address, "email_key": address, "invited_by_id": by["owner"].id, "expires_at": expires}


def _event(event: Event, organiser: Organiser) -> Family:
    partner = Partner(event_id=event.id, name="Đối tác")
    with transaction():
        session().add(partner)
    return {
        "/events/<event_slug>": event.slug,
        "/speakers/<public_id>": events.make_speaker(event).public_id,
        "/partners/<public_id>": partner.public_id,
        "/programme/<public_id>": events.make_session(event).public_id,
        "/rooms/<int:room_id>": str(events.make_room(event, f"Hội trường {organiser.id}").id),
    }


def _startup(startup: Startup, by: People) -> Family:
    member = startups.make_member(startup, by["member"])
    asked = StartupInvitation(startup_id=startup.id, token_hash=f"team{startup.id}", **_sent(by))
    with transaction():
        session().add(asked)
    return {
        "/startups/<slug>": startup.slug,
        "/startups/<slug>/team/<int:member_id>": str(member.id),
        "a member of the team": str(member.id),
        "/startups/<slug>/team/invitations/<public_id>": asked.public_id,
    }


def _contest(contest: Contest, by: People) -> Family:
    section = contest.sections[0]
    own_key = f"tep_{contest.id}"
    question = contests.make_question(section, key=own_key, kind=QuestionKind.FILE, is_in_gallery=True)
    draft = make_application(contest, by=by["lead"])
    entry = make_application(contest, by=by["lead"], gallery=GalleryState.SHOWN)
    attached = attach_file(entry, question, make_file(picture(), "anh.png"))
    submit_again(entry)
    with transaction():
        entry.state = entry.announced_state = ApplicationState.ELIGIBLE
    asked = ContestQuery(contest_id=contest.id, question="Hỏi?", asked_by_id=by["lead"].id)
    mail = Mail(kind="test", to_address="a@b.vn", to_name="A", subject="S", body="B", due_at=clock.now())
    mail.scope_type, mail.scope_id = "contest", contest.id
    rule = contests.make_rule(contest, EligibilityKind.TEAM_SIZE, max=9)
    extension = contests.make_extension(contest, by["lead"], clock.now() + timedelta(days=9))
    prize = contests.make_prize(contest)
    with transaction():
        session().add_all([asked, mail])
    return {
        "/contests/<slug>": contest.slug,
        "/setup/questions/<public_id>": asked.public_id,
        "/form/questions/<public_id>": question.public_id,
        "/sections/<int:section_id>": str(section.id),
        "/form/<int:section_id>": str(section.id),
        "/eligibility/<int:rule_id>": str(rule.id),
        "/deadlines/<int:extension_id>": str(extension.id),
        "/<any(boards,rounds,prizes):kind>/<int:ident>": str(contest.boards[0].id),
        "/boards/<int:board_id>": str(contest.boards[0].id),
        "/prizes/<int:prize_id>": str(prize.id),
        "/outbox/<mail_id>": mail.public_id,
        "/entries/<public_id>": draft.public_id,
        "/organise/contests/<slug>/entries/<public_id>": entry.public_id,
        "/entries/eligibility/<public_id>": entry.public_id,
        "/gallery/<public_id>": entry.public_id,
        "/gallery/<public_id>/<file_id>": attached.file.public_id,
        "/files/<file_id>": attach_file(draft, question, make_file()).file.public_id,
        "/entries/<public_id>/team/<int:member_id>": str(make_team_member(draft, by["member"]).id),
        "/answers/<key>": own_key,
        "/questions/<key>": own_key,
        "/vote/<poll_id>": (poll := make_poll(contest, entries=0)[0].public_id),
        "/votes/<poll_id>": poll,
        **of_round(contest.rounds[0], entry, dict(by)),
        "/awards/<award_id>": (award := _award(contest, prize.id, entry, by)),
        "/certificates/<award_id>": award,
    }


def _award(contest: Contest, prize_id: int, entry: Application, by: People) -> str:
    award = Award(contest_id=contest.id, prize_id=prize_id, application_id=entry.id, number=1)
    award.given_by_id = by["owner"].id
    with transaction():
        session().add(award)
    return award.public_id

"""One contest with everything that has an address, and a person for every part that people play in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.accounts.services import Origin, open_session
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core import clock
from ecosystem.core.background import BackgroundTask, TaskAsker, TaskState
from ecosystem.core.database import session, transaction
from ecosystem.events.models import Event, Organiser, Partner, StaffInvitation, StaffRole
from ecosystem.judging.domain.committee import DeliberationState
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Award, CommitteeMember, Deliberation, PitchDay, Remark
from ecosystem.notifications.models import Notification
from ecosystem.startups.models import Startup, StartupInvitation
from tests.house_rules.worlds import Scene, made
from tests.support.factories import contests, events, judging, startups, voting
from tests.support.factories.accounts import account, operator
from tests.support.factories.applications import attach_file, make_application, make_similar_pair, make_team_member
from tests.support.factories.files import make_file

Arguments = dict[str, str]


@dataclass
class World:
    """People by the part they play, and by the name of each loader the arguments of its record."""

    people: dict[str, Account | None] = field(default_factory=dict)
    records: dict[str, Arguments] = field(default_factory=dict)


def make_world(*, is_public: bool = True) -> World:
    """An organiser with staff of every role, an event, a contest being judged, a private startup.

    With `is_public=False` event and contest are drafts. "person" has an account and nothing to do with any of it.
    """
    world = World()
    organiser = _staff(world)
    event = events.make_event(organiser, **({} if is_public else {"state": events.EventState.DRAFT}))
    make = contests.make_contest if is_public else contests.draft_contest
    contest = make(event, has_gallery=True)
    startup = _startup(world)
    entry = _entries(world, contest, startup)
    _pictures(world, organiser, event, startup)
    _judging(world, contest, entry)
    _messages(world, organiser, startup, contest)
    _tasks(world)
    world.records |= made("records", Scene(world.people, organiser, event, startup))
    return world


def _staff(world: World) -> Organiser:
    people = world.people
    for part in ("owner", "person", "lead", "member", "rival", "judge", "other_judge", "chair", "invited"):
        people[part] = account(part)
    people["nobody"], people["operator"] = None, operator()
    organiser = events.make_organiser(people["owner"])
    for role in StaffRole:
        if role is not StaffRole.OWNER:
            people[role.value] = events.make_staff(organiser, role)
    world.records["organiser_by_slug"] = {"organiser_slug": organiser.slug}
    return organiser


def _startup(world: World) -> Startup:
    startup = startups.make_startup(world.people["lead"])
    startups.make_member(startup, world.people["member"])
    world.records["startup_by_slug"] = {"slug": startup.slug}
    return startup


def _entries(world: World, contest: Contest, startup: Startup) -> Application:
    records, people = world.records, world.people
    entry = make_application(contest, by=people["lead"], state=ApplicationState.ELIGIBLE, startup=startup)
    make_team_member(entry, people["member"])
    other = make_application(contest, by=people["rival"], state=ApplicationState.ELIGIBLE)
    pair = make_similar_pair(entry, other)
    records["pair_in_contest"] = {"slug": contest.slug, "public_id": pair.public_id}
    attached = attach_file(entry, contest.sections[0].questions[0], make_file())
    records["contest_by_slug"] = records["contest_with_rounds"] = {"slug": contest.slug}
    records["entry_by_public_id"] = {"public_id": entry.public_id}
    records["entry_in_contest"] = {"slug": contest.slug, "public_id": entry.public_id}
    records["file_of_entry"] = {"public_id": entry.public_id, "file_id": attached.file.public_id}
    return entry


def _pictures(world: World, organiser: Organiser, event: Event, startup: Startup) -> None:
    records = world.records
    own = {"organiser_slug": organiser.slug, "event_slug": event.slug}
    records["event_by_slug"], records["event_of_organiser"] = {"event_slug": event.slug}, own
    speaker, partner = events.make_speaker(event), Partner(event_id=event.id, name="Đối tác")
    holders: list[tuple[str, Any, str]] = [
        ("event_by_cover", event, "cover"),
        ("speaker_by_photo", speaker, "photo"),
        ("partner_by_logo", partner, "logo"),
        ("startup_by_logo", startup, "logo"),
        ("startup_by_deck", startup, "deck"),
    ]
    with transaction():
        session().add(partner)
        for loader, holder, column in holders:
            stored = make_file()
            setattr(holder, column, stored)
            records[loader] = {"public_id": stored.public_id}


def _judging(world: World, contest: Contest, entry: Application) -> None:
    records, people, round_ = world.records, world.people, contest.rounds[0]
    version = judging.make_rubric(contest)
    judging.use_rubric(version, round_)
    seat = judging.make_panelist(round_, people["judge"])
    judging.make_panelist(round_, people["other_judge"])
    judging.make_panelist(round_, people["chair"], is_chair=True)
    asked = judging.make_panelist(round_, people["invited"], state=PanelistState.INVITED)
    charge = judging.make_assignment(seat, entry)
    judging.make_sheet(charge, version, 10, 10, 10, 10, 5)
    in_contest = {"slug": contest.slug, "public_id": round_.public_id}
    records["round_in_contest"], records["_seat"] = in_contest, {"public_id": round_.public_id}
    records["sheet_to_reopen"] = in_contest | {"assignment_id": charge.public_id}
    records["charge_by_public_id"] = {"public_id": charge.public_id}
    records["panelist_by_public_id"] = {"public_id": seat.public_id}
    records["panelist_by_public_id, invited"] = {"public_id": asked.public_id}
    records["stage_day"] = {"public_id": round_.public_id}
    with transaction():
        session().add(PitchDay(round_id=round_.id))
        award = Award(
            contest_id=contest.id,
            prize_id=contests.make_prize(contest).id,
            application_id=entry.id,
            number=1,
            given_by_id=_known(people["owner"]).id,
            announced_at=clock.now(),
        )
        session().add(award)
    records["own_award"] = {"code": award.public_id}
    _deliberation(world, round_, entry)
    poll, _entries = voting.make_poll(contest, entries=0)
    records["poll_in_contest"] = {"slug": contest.slug, "poll_id": poll.public_id}


def _deliberation(world: World, round_: Round, entry: Application) -> None:
    """Something was put to the vote of a committee in which "rival" sits; "judge" said something."""
    rival, judge = _known(world.people["rival"]), _known(world.people["judge"])
    with transaction() as current:
        found = Deliberation(round_id=round_.id, state=DeliberationState.VOTE, proposal_hash="0" * 64)
        found.members.append(CommitteeMember(name=rival.name, email=rival.email_key))
        current.add(found)
        current.flush()
        remark = Remark(deliberation_id=found.id, application_id=entry.id, account_id=judge.id, text="Khả thi")
        current.add(remark)
    world.records |= {
        "deliberation_by_public_id": {"public_id": found.public_id},
        "round_to_discuss": {"public_id": round_.public_id},
        "round_of_remark": {"public_id": remark.public_id},
    }


def _messages(world: World, organiser: Organiser, startup: Startup, contest: Contest) -> None:
    owner, lead, invited = (_known(world.people[part]) for part in ("owner", "lead", "invited"))
    shared = {
        "email": invited.email,
        "email_key": invited.email_key,
        "invited_by_id": owner.id,
        "expires_at": clock.now() + timedelta(days=7),
    }
    with transaction() as current:
        line = Notification(account_id=lead.id, kind="test", title="Một dòng")
        to_staff = StaffInvitation(
            organiser_id=organiser.id, role=StaffRole.OBSERVER, token_hash=f"staff-{organiser.id}", **shared
        )
        to_team = StartupInvitation(startup_id=startup.id, token_hash=f"team-{startup.id}", **shared)
        current.add_all([line, to_staff, to_team])
    held = open_session(lead, origin=Origin("127.0.0.1", "Firefox"))
    world.records |= {
        "notification_by_public_id": {"public_id": line.public_id},
        "session_by_public_id": {"public_id": held.public_id},
        "ecosystem.events.queries.invitation_by_public_id": {"public_id": to_staff.public_id},
        "ecosystem.startups.queries.invitation_by_public_id": {"public_id": to_team.public_id},
    }


def _tasks(world: World) -> None:
    lead = _known(world.people["lead"])
    with transaction():
        task = BackgroundTask(kind="x", subject="y", asked_by=lead.id, asked_at=clock.now(), state=TaskState.DONE)
        task.ended_at = clock.now()
        session().add(task)
        session().flush()
        session().add(TaskAsker(task_id=task.id, account_id=lead.id))
    world.records["task_by_public_id"] = {"public_id": task.public_id}


def arguments_of(world: World, loader: Callable[..., Any], action: str) -> Arguments | None:
    """The address of the record that `loader` finds in this world; None when the world has none."""
    name = loader.__name__
    if f"{action}, {name}" in world.records:
        return world.records[f"{action}, {name}"]
    if action == "judging:answer_invitation":
        name += ", invited"
    return world.records.get(f"{loader.__module__}.{loader.__name__}", world.records.get(name))


def _known(person: Account | None) -> Account:
    assert person is not None
    return person

"""Use cases about panels: inviting judges, their answers, taking somebody off."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import account_by_email, hash_of
from ecosystem.audit import services as audit
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import AlreadyTaken, EcosystemError, Refused
from ecosystem.judging.domain.life_cycle import PANELIST_LIFE_CYCLE, AssignmentState, PanelistState
from ecosystem.judging.models import JudgeProfile, Panelist
from ecosystem.judging.notices import invitations as notices
from ecosystem.judging.queries.panels import ON_THE_PANEL, open_charges, panel_lines, profile_of, seat_of, unanswered
from ecosystem.judging.queries.pitching import day_of
from ecosystem.judging.queries.progress import deciders_of
from ecosystem.judging.services.conflicts import refresh_conflicts
from ecosystem.judging.services.pitch_times import hold_times
from ecosystem.judging.services.rechecks import recheck_person

VALID_FOR = timedelta(days=14)
REMIND_AFTER = timedelta(days=5)
SHORTEST_PAUSE = timedelta(hours=20)  # between two reminders of one invitation


@dataclass(frozen=True)
class Invitee:
    """Whom to invite, as what. No `board_ids` means all boards, no `max_load` any number of entries."""

    name: str
    email: str
    is_chair: bool = False
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    board_ids: tuple[int, ...] = ()
    max_load: int | None = None


@dataclass(frozen=True)
class Expertise:
    """What a judge tells when accepting."""

    expertise: str = ""
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    availability: str = ""
    max_load: int | None = None


@dataclass(frozen=True)
class NotInvited:
    """One of several people who could not be invited, and why."""

    invitee: Invitee
    why: EcosystemError


def invite_judge(round_: Round, invitee: Invitee, *, by: Account) -> Panelist:
    """Invite somebody onto the panel of a round; the mail holds the only copy of the link, good for 14 days.

    Raises AlreadyTaken when that address is on the panel or invited; somebody who declined or was taken off is
    invited anew.
    """
    with transaction() as current:
        locked(Round, round_.id)  # two invitations of one address come one after the other
        panelist = seat_of(round_, address_key(invitee.email))
        if panelist is not None and panelist.state in ON_THE_PANEL:
            raise AlreadyTaken(_l("%(name)s is on the panel already.", name=panelist.name))
        account = account_by_email(address_key(invitee.email))
        if panelist is None:
            panelist = Panelist(round=round_, email=address_key(invitee.email), state=PanelistState.INVITED)
        else:
            panelist.state = PANELIST_LIFE_CYCLE.after(panelist.state, "reinvite")
            panelist.answered_at, panelist.answer_note = None, ""
        _describe(panelist, invitee)
        panelist.invited_by_id, panelist.invited_at = by.id, clock.now()
        token = _new_token(panelist)
        current.add(panelist)
        current.flush()
        audit.record("judging.invited", panelist, by=by.id, scope=round_.contest, note=invitee.email)
        notices.invitation_sent(panelist, token, account=account)
        return panelist


def invite_judges(
    round_: Round, invitees: Sequence[Invitee], *, by: Account
) -> tuple[list[Panelist], list[NotInvited]]:
    """Invite several people; those who cannot be are returned with why, and the others are invited all the same."""
    invited: list[Panelist] = []
    left_out: list[NotInvited] = []
    for invitee in invitees:
        try:
            invited.append(invite_judge(round_, invitee, by=by))
        except AlreadyTaken as error:
            left_out.append(NotInvited(invitee, error))
    return invited, left_out


def invite_again(panelist: Panelist, *, by: Account) -> Panelist:
    """Invite somebody who declined or was taken off, as noted before. Raises AlreadyTaken as above."""
    return invite_judge(panelist.round, _invitee(panelist), by=by)


def copy_panel(source: Round, target: Round, *, by: Account) -> tuple[list[Panelist], list[NotInvited]]:
    """Invite the judges of an earlier round of the same contest onto this one. Raises Refused for another contest."""
    if source.contest_id != target.contest_id or source.id == target.id:
        raise Refused(_l("Please choose another round of this contest."))
    lines = [line.panelist for line in panel_lines(source) if line.panelist.state is PanelistState.ACCEPTED]
    return invite_judges(target, [_invitee(panelist) for panelist in lines], by=by)


def _invitee(panelist: Panelist) -> Invitee:
    return Invitee(
        name=panelist.name,
        email=panelist.email,
        is_chair=panelist.is_chair,
        sectors=tuple(panelist.sectors),
        languages=tuple(panelist.languages),
        board_ids=tuple(panelist.board_ids),
        max_load=panelist.max_load,
    )


def _describe(panelist: Panelist, invitee: Invitee) -> None:
    panelist.name = invitee.name
    panelist.is_chair = invitee.is_chair
    panelist.sectors, panelist.languages = list(invitee.sectors), list(invitee.languages)
    panelist.board_ids, panelist.max_load = list(invitee.board_ids), invitee.max_load


def _new_token(panelist: Panelist) -> str:
    token = secrets.token_urlsafe(32)
    panelist.token_hash = hash_of(token)
    panelist.expires_at = clock.now() + VALID_FOR
    return token


def remind_invited(panelist: Panelist, *, by: Account | None) -> None:
    """Send the invitation once more with a new link; the old one is dead.

    Raises Refused when it was answered, or the last mail is less than 20 hours old.
    """
    with transaction():
        row = locked(Panelist, panelist.id)
        if row.state is not PanelistState.INVITED:
            raise Refused(_l("This invitation has been answered."))
        now, last = clock.now(), row.reminded_at or row.invited_at
        if now - last < SHORTEST_PAUSE:
            raise Refused(_l("%(name)s had a mail less than a day ago. Please wait a little.", name=row.name))
        token = _new_token(row)
        row.reminded_at = now
        audit.record("judging.invitation_reminded", row, by=by.id if by else None, scope=row.round.contest)
        notices.invitation_sent(row, token, account=account_by_email(row.email), reminder=True)


def remind_unanswered() -> int:
    """Remind once, by the product itself, of invitations five days without an answer; return how many."""
    due = unanswered(clock.now(), for_at_least=REMIND_AFTER)
    for panelist in due:
        remind_invited(panelist, by=None)
    return len(due)


def change_panelist(panelist: Panelist, values: Invitee, *, shown_version: int | None, by: Account) -> None:
    """Change what the organiser notes about a judge: name, chair, sectors, boards, load. The address stays.

    Raises StaleEdit when somebody else changed it meanwhile, Refused when the judge is no longer on the panel.
    """
    with transaction():
        row = locked(Panelist, panelist.id)
        check_version(row, shown_version)
        if row.state not in ON_THE_PANEL:
            raise Refused(_l("This judge is no longer on the panel."))
        wanted = {
            "name": values.name,
            "is_chair": values.is_chair,
            "sectors": list(values.sectors),
            "languages": list(values.languages),
            "board_ids": list(values.board_ids),
            "max_load": values.max_load,
        }
        changes = audit.assign(row, wanted)
        if changes:
            audit.record("judging.panelist_changed", row, by=by.id, scope=row.round.contest, changes=changes)


def accept_invitation(panelist: Panelist, expertise: Expertise, *, by: Account) -> None:
    """Take the place on the panel; from now on conflicts of interest are looked for.

    Raises Refused when the invitation was answered, taken back or has expired, AlreadyTaken when this person sits
    on the panel under another address.
    """
    with transaction():
        row = _answerable(panelist)
        locked(Round, row.round_id)
        _ensure_one_seat(row, by)
        row.state = PANELIST_LIFE_CYCLE.after(row.state, "accept")
        row.account_id, row.answered_at, row.answer_note = by.id, clock.now(), ""
        row.availability = expertise.availability
        row.sectors = list(expertise.sectors) or row.sectors
        row.languages = list(expertise.languages) or row.languages
        limits = [limit for limit in (row.max_load, expertise.max_load) if limit is not None]
        row.max_load = min(limits, default=None)
        _remember(expertise, by)
        session().flush()
        audit.record("judging.accepted", row, by=by.id, scope=row.round.contest)
        notices.invitation_answered(row, deciders_of(row.round.contest))
        refresh_conflicts(row.round.contest_id, by=by)
        _sit_or_leave(row)


def decline_invitation(panelist: Panelist, *, reason: str, by: Account | None) -> None:
    """Say no, with or without an account. Raises Refused when it was answered, taken back or has expired."""
    with transaction():
        row = _answerable(panelist)
        row.state = PANELIST_LIFE_CYCLE.after(row.state, "decline")
        row.answered_at, row.answer_note = clock.now(), reason.strip()
        session().flush()
        audit.record("judging.declined", row, by=by.id if by else None, scope=row.round.contest)
        notices.invitation_answered(row, deciders_of(row.round.contest))


def _answerable(panelist: Panelist) -> Panelist:
    row = locked(Panelist, panelist.id)
    if row.state is not PanelistState.INVITED:
        raise Refused(_l("This invitation has been answered or taken back."))
    if row.expires_at <= clock.now():
        raise Refused(_l("This invitation has expired. Please ask the organiser for a new one."))
    return row


def _ensure_one_seat(row: Panelist, account: Account) -> None:
    others = [line.panelist for line in panel_lines(row.round) if line.panelist.id != row.id]
    if any(other.account_id == account.id and other.state is PanelistState.ACCEPTED for other in others):
        raise AlreadyTaken(_l("You are on this panel already, under another address."))


def _remember(expertise: Expertise, account: Account) -> None:
    profile = profile_of(account.id)
    if profile is None:
        profile = JudgeProfile(account_id=account.id)
        session().add(profile)
    profile.expertise = expertise.expertise
    profile.sectors, profile.languages = list(expertise.sectors), list(expertise.languages)


def remove_panelist(panelist: Panelist, *, by: Account) -> int:
    """Take a judge off the panel; return how many charges were withdrawn.

    Scores stay on record and no longer count, also those handed in. Raises InvalidTransition when the judge is
    off already.
    """
    with transaction():
        row = locked(Panelist, panelist.id)
        was_invited = row.state in ON_THE_PANEL
        row.state = PANELIST_LIFE_CYCLE.after(row.state, "remove")
        charges = open_charges(row)
        for charge in charges:
            charge.state = AssignmentState.WITHDRAWN
        audit.record("judging.removed", row, by=by.id, scope=row.round.contest, changes={"charges": (len(charges), 0)})
        session().flush()
        _sit_or_leave(row)
        if row.account_id is not None:
            recheck_person(row.account_id)  # an official no longer, perhaps
        if was_invited:
            notices.judge_removed(row, row.account)
        return len(charges)


def _sit_or_leave(row: Panelist) -> None:
    """Take or give back the judge's time on the pitch day of the round, if it has one."""
    day = day_of(row.round)
    if day is not None:
        hold_times(day)

"""What exhibitions answer the features below them, and what they do when those announce something."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.core.database import scalars, session
from ecosystem.core.errors import Text
from ecosystem.core.signals import announce, reacts_to
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.navigation import path_to
from ecosystem.events.domain.programme import days_between
from ecosystem.events.models import Event
from ecosystem.events.signals import EventCancelled, EventCloned, Held, HeldInEvent
from ecosystem.exhibitions.domain.life_cycle import EXHIBITION_LIFE
from ecosystem.exhibitions.kinds import EXHIBITION_STATES
from ecosystem.exhibitions.models import Exhibition, ExhibitionState, Exhibitor, ExhibitorMember
from ecosystem.exhibitions.policies import public_exhibitions
from ecosystem.exhibitions.queries.calendar import booths_manned_by
from ecosystem.exhibitions.queries.exhibitions import booths_by_exhibitor
from ecosystem.exhibitions.services import paying, winding_down
from ecosystem.exhibitions.services.cloning import clone_exhibition
from ecosystem.exhibitions.signals import ExhibitionCancelled
from ecosystem.payments.signals import MayReinstate, OrderCancelled, OrderExpired, OrderPaid, OrderRefunded
from ecosystem.startups.signals import JourneyMoment, JourneyOf

PURPOSE = "booth"
ERASED = "–"
BOOTHS = register(CalendarKind("booth", _l("Booths"), "store", 3))


@reacts_to(HeldInEvent)
def exhibitions_in_event(question: HeldInEvent) -> Iterator[Held]:
    """The exhibitions of the event. One statement."""
    statement = select(Exhibition).where(Exhibition.event_id == question.event_id).order_by(Exhibition.id)
    if not question.for_staff:
        statement = statement.where(public_exhibitions())
    for exhibition in scalars(statement):
        words, tone, _icon = EXHIBITION_STATES[exhibition.state]
        endpoint = "exhibitions_desk.overview" if question.for_staff else "exhibitions.show"
        yield Held(
            kind=_l("Exhibition"),
            title=in_language(exhibition, "title"),
            url=path_to(endpoint, slug=exhibition.slug),
            summary=exhibition.summary,
            state=words,
            tone=tone,
            icon="store",
            opens_at=exhibition.apply_opens_at,
            closes_at=exhibition.apply_closes_at,
            is_draft=exhibition.state is ExhibitionState.DRAFT,
        )


@reacts_to(EventCloned)
def clone_exhibitions(fact: EventCloned) -> None:
    """Next year's event holds next year's exhibitions, as drafts."""
    event = session().get_one(Event, fact.new_event_id)
    wanted = select(Exhibition).where(
        Exhibition.event_id == fact.old_event_id, Exhibition.state != ExhibitionState.CANCELLED
    )
    for source in scalars(wanted.order_by(Exhibition.id)):
        clone_exhibition(source, event=event, shift=fact.shift, by=fact.by_id)


@reacts_to(EventCancelled)
def cancel_with_event(fact: EventCancelled) -> None:
    """An exhibition does not outlive its event."""
    for exhibition in scalars(select(Exhibition).where(Exhibition.event_id == fact.event_id)):
        if EXHIBITION_LIFE.can(exhibition.state, "cancel"):
            exhibition.state = EXHIBITION_LIFE.after(exhibition.state, "cancel")
            session().flush()
            announce(ExhibitionCancelled(exhibition.id))


@reacts_to(ExhibitionCancelled)
def wind_down(fact: ExhibitionCancelled) -> None:
    """Paying back is a run of payments, telling everybody a task."""
    winding_down.begin(fact.exhibition_id)


@reacts_to(OrderPaid)
def booth_paid(fact: OrderPaid) -> None:
    """The booth is theirs."""
    if fact.purpose == PURPOSE:
        paying.order_paid(fact.order_id, fact.subject)


@reacts_to(OrderExpired)
def hold_expired(fact: OrderExpired) -> None:
    """The booth is free again."""
    if fact.purpose == PURPOSE:
        paying.order_ended(fact.order_id)


@reacts_to(OrderCancelled)
def hold_called_off(fact: OrderCancelled) -> None:
    """The booth is free again."""
    if fact.purpose == PURPOSE:
        paying.order_ended(fact.order_id)


@reacts_to(OrderRefunded)
def booth_refunded(fact: OrderRefunded) -> None:
    """Whoever got everything back has no booth any more."""
    if fact.purpose == PURPOSE and fact.whole:
        paying.order_refunded(fact.order_id)


@reacts_to(MayReinstate)
def may_reinstate(question: MayReinstate) -> Iterator[Text]:
    """Late money has its booth if nobody else took it."""
    if question.purpose == PURPOSE:
        yield from paying.reasons_against_reinstating(question.order_id)


@reacts_to(JourneyOf)
def booths_of_startup(question: JourneyOf) -> Iterator[JourneyMoment]:
    """The exhibitions a startup was in. Two statements."""
    wanted = select(Exhibitor).where(Exhibitor.startup_id == question.startup_id, Exhibitor.state == "accepted")
    exhibitors = scalars(wanted.order_by(Exhibitor.id))
    booths = booths_by_exhibitor([each.id for each in exhibitors])
    for exhibitor in exhibitors:
        numbers = ", ".join(booth.number for booth in booths.get(exhibitor.id, ()))
        yield JourneyMoment(
            at=exhibitor.decided_at or exhibitor.applied_at,
            title=exhibitor.exhibition.title,
            text=_l("Exhibits, booth %(numbers)s", numbers=numbers) if numbers else _l("Exhibits"),
            url=path_to("exhibitions.show", slug=exhibitor.exhibition.slug),
            icon="store",
            is_public=exhibitor.exhibition.published_at is not None,
        )


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The exhibitors the person acts for, and what they told the organiser."""
    own = (
        select(Exhibitor)
        .join(ExhibitorMember, ExhibitorMember.exhibitor_id == Exhibitor.id)
        .where(ExhibitorMember.account_id == question.account_id)
    )
    rows = [
        {"name": row.name, "email": row.email, "phone": row.phone, "shows": row.shows, "state": row.state.value}
        for row in scalars(own.order_by(Exhibitor.id))
    ]
    yield PersonalRecords("exhibitors", rows)


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """The organisation's entry stays; the person's address and number go, and their place in its team."""
    session().execute(
        update(Exhibitor).where(Exhibitor.contact_id == fact.account_id).values(email="", phone="")
    )  # fmt: skip
    session().execute(delete(ExhibitorMember).where(ExhibitorMember.account_id == fact.account_id))


@reacts_to(CalendarAsked)
def booth_days(question: CalendarAsked) -> Iterator[CalendarItem]:
    """The days at which the person's organisation has a booth, and when it is set up and taken down.

    Somebody of the team is there: nobody's time is taken.
    """
    claims = booths_manned_by(question.account_id, question.days, question.since, question.until)
    for exhibitor, own in groupby(claims, key=lambda claim: claim.exhibitor):
        exhibition, numbers = exhibitor.exhibition, [claim.booth.number for claim in own]
        event = exhibition.event
        booths = ngettext("Booth %(numbers)s", "Booths %(numbers)s", len(numbers), numbers=", ".join(numbers))
        days = CalendarItem(
            kind=BOOTHS.name,
            uid=f"booth-{exhibitor.public_id}",
            title=f"{booths}: {exhibition.title}",
            title_en=f"{booths}: {exhibition.title_en or exhibition.title}",
            starts_at=question.since,
            ends_at=question.until,
            where=", ".join(part for part in (event.venue_name, event.venue_address) if part),
            address=f"/exhibiting/{exhibitor.public_id}",
            timezone=event.timezone,
            all_day=True,
            is_cancelled=exhibition.state is ExhibitionState.CANCELLED,
            sequence=exhibition.version + event.version,
            changed_at=max(exhibition.updated_at, event.updated_at),
        )
        for starts_at, ends_at in question.stretches(days_between(event.starts_on, event.ends_on), event.timezone):
            yield replace(days, starts_at=starts_at, ends_at=ends_at)
        for name, words, first, last in _working_times(exhibition, booths):
            if first and last and first < question.until and last > question.since:
                yield replace(
                    days,
                    uid=f"{days.uid}-{name}",
                    title=f"{words}: {exhibition.title}",
                    title_en=f"{words}: {exhibition.title_en or exhibition.title}",
                    starts_at=first,
                    ends_at=last,
                    all_day=False,
                )


def _working_times(exhibition: Exhibition, booths: str) -> Iterator[tuple[str, str, datetime | None, datetime | None]]:
    set_up, take_down = gettext("Set up (%(booths)s)", booths=booths), gettext("Take down (%(booths)s)", booths=booths)
    yield "set-up", set_up, exhibition.set_up_from, exhibition.set_up_until
    yield "take-down", take_down, exhibition.take_down_from, exhibition.take_down_until

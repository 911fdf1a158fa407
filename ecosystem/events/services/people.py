"""Speakers and partners of an event."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core.database import locked, transaction
from ecosystem.core.search import person_sort_key
from ecosystem.events.domain.details import PartnerDetails, SpeakerDetails
from ecosystem.events.domain.partners import rank_of
from ecosystem.events.models import Event, Partner, ProgrammeSpeaker, Speaker
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove


def add_speaker(event: Event, details: SpeakerDetails, photo: StoredFile | None = None, *, by: Account) -> Speaker:
    """Add somebody who speaks."""
    with transaction() as current:
        speaker = Speaker(event_id=event.id, **asdict(details), photo=photo, sort_key=person_sort_key(details.name))
        current.add(speaker)
        current.flush()
        record("speaker.added", speaker, by=by.id, scope=event.organiser, note=speaker.name)
        return speaker


def edit_speaker(
    event: Event, speaker: Speaker, details: SpeakerDetails, photo: StoredFile | None = None, *, by: Account
) -> None:
    """Change a speaker; a `photo` replaces the present one, None keeps it."""
    with transaction():
        current = locked(Speaker, speaker.id)
        changes: dict[str, tuple[Any, Any]] = assign(current, asdict(details))
        current.sort_key = person_sort_key(current.name)
        if photo is not None:
            old, current.photo = current.photo, photo
            _remove_if_any(old)
        record("speaker.edited", current, by=by.id, scope=event.organiser, changes=changes, note=current.name)


def delete_speaker(event: Event, speaker: Speaker, *, by: Account) -> None:
    """Delete a speaker from the event and its sessions."""
    with transaction() as current:
        row = locked(Speaker, speaker.id)
        photo = row.photo
        record("speaker.deleted", row, by=by.id, scope=event.organiser, note=row.name)
        current.execute(delete(ProgrammeSpeaker).where(ProgrammeSpeaker.speaker_id == row.id))
        current.delete(row)
        current.flush()
        _remove_if_any(photo)


def add_partner(event: Event, details: PartnerDetails, logo: StoredFile | None = None, *, by: Account) -> Partner:
    """Add a partner at its level."""
    with transaction() as current:
        partner = Partner(event_id=event.id, **asdict(details), logo=logo, position=rank_of(details.level))
        current.add(partner)
        current.flush()
        record("partner.added", partner, by=by.id, scope=event.organiser, note=partner.name)
        return partner


def edit_partner(
    event: Event, partner: Partner, details: PartnerDetails, logo: StoredFile | None = None, *, by: Account
) -> None:
    """Change a partner; a `logo` replaces the present one, None keeps it."""
    with transaction():
        current = locked(Partner, partner.id)
        changes: dict[str, tuple[Any, Any]] = assign(current, asdict(details))
        current.position = rank_of(current.level)
        if logo is not None:
            old, current.logo = current.logo, logo
            _remove_if_any(old)
        record("partner.edited", current, by=by.id, scope=event.organiser, changes=changes, note=current.name)


def delete_partner(event: Event, partner: Partner, *, by: Account) -> None:
    """Delete a partner from the event."""
    with transaction() as current:
        row = locked(Partner, partner.id)
        logo = row.logo
        record("partner.deleted", row, by=by.id, scope=event.organiser, note=row.name)
        current.delete(row)
        current.flush()
        _remove_if_any(logo)


def _remove_if_any(file: StoredFile | None) -> None:
    if file is not None:
        remove(file)

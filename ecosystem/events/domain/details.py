"""What organisers and events say about themselves, each as one value; texts are NFC and trimmed."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class OrganiserDetails:
    """An organiser's settings."""

    name: str
    name_en: str = ""
    about: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""
    province_code: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class EventDetails:
    """An event without its programme; `starts_on` and `ends_on` are days in its zone, both included."""

    title: str
    starts_on: date
    ends_on: date
    title_en: str = ""
    tagline: str = ""
    description: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    venue_name: str = ""
    venue_address: str = ""
    venue_map_url: str = ""
    province_code: str = ""
    website: str = ""


@dataclass(frozen=True)
class SessionDetails:
    """One entry of a programme; instants are aware, speakers and room are named by their ids."""

    title: str
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    description: str = ""
    kind: str = "session"
    room_id: int | None = None
    speaker_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpeakerDetails:
    """Somebody who speaks."""

    name: str
    title: str = ""
    organisation: str = ""
    bio: str = ""


@dataclass(frozen=True)
class PartnerDetails:
    """A partner or sponsor."""

    name: str
    level: str = "partner"
    website: str = ""
    is_listed: bool = True

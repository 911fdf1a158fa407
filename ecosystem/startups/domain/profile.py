"""What a startup says about itself."""

from dataclasses import dataclass
from datetime import date

from ecosystem.startups.domain.taxonomy import Stage


@dataclass(frozen=True)
class Profile:
    """The profile as one value; texts are NFC and trimmed, codes are known ones or empty."""

    name: str
    one_liner: str = ""
    description: str = ""
    sectors: tuple[str, ...] = ()
    stage: Stage = Stage.IDEA
    province_code: str = ""
    commune_code: str = ""
    founded_on: date | None = None
    tax_code: str = ""
    website: str = ""
    video_url: str = ""
    is_public: bool = False
    deck_is_public: bool = False

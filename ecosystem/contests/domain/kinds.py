"""The kinds of things a contest is made of."""

from enum import StrEnum


class RoundKind(StrEnum):
    """What happens in a round."""

    ELIGIBILITY = "eligibility"
    REVIEW = "review"
    SITE_VISIT = "site_visit"
    PITCH = "pitch"
    PUBLIC_VOTE = "public_vote"

    @property
    def is_judged(self) -> bool:
        """Whether judges score in it."""
        return self in (RoundKind.REVIEW, RoundKind.SITE_VISIT, RoundKind.PITCH)


class AdvanceRule(StrEnum):
    """Who goes on from a round."""

    QUOTA = "quota"  # the best so many of each board
    THRESHOLD = "threshold"  # everybody at or above the pass mark
    QUOTA_AND_THRESHOLD = "quota_and_threshold"
    MANUAL = "manual"  # the committee chooses


class RankingMethod(StrEnum):
    """How the official score of a judged round is computed from the sheets."""

    RAW = "raw"  # the mean of the judges
    ADJUSTED = "adjusted"  # the mean adjusted for the strictness of the judges, by the additive model


class QuestionKind(StrEnum):
    """Kinds of questions an application form may ask."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    RICH_TEXT = "rich_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    FILE = "file"
    FILES = "files"
    IMAGE = "image"
    VIDEO_LINK = "video_link"
    WEB_ADDRESS = "web_address"
    EMAIL = "email"
    PHONE = "phone"
    PLACE = "place"
    TEAM = "team"

    @property
    def holds_files(self) -> bool:
        """Whether its answer is files, kept apart from the text answers."""
        return self in (QuestionKind.FILE, QuestionKind.FILES, QuestionKind.IMAGE)

    @property
    def has_choices(self) -> bool:
        """Whether the organiser lists the possible answers."""
        return self in (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE)

    @property
    def has_text_limits(self) -> bool:
        """Whether limits of characters and words apply."""
        return self in (QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT, QuestionKind.RICH_TEXT)


class EligibilityKind(StrEnum):
    """Kinds of eligibility rules; the parameters of each are documented in `domain/eligibility.py`."""

    STARTUP_AGE = "startup_age"
    TEAM_SIZE = "team_size"
    ENTRIES_PER_PERSON = "entries_per_person"
    ENTRIES_PER_STARTUP = "entries_per_startup"
    BOARD = "board"
    PROVINCE = "province"
    MEMBER_SHARE = "member_share"
    NO_EARLIER_WINNERS = "no_earlier_winners"
    NO_OFFICIALS = "no_officials"


class FeedbackPolicy(StrEnum):
    """What applicants learn of their scores after publication."""

    NONE = "none"
    TOTAL = "total"
    CRITERIA = "criteria"
    CRITERIA_AND_COMMENTS = "criteria_and_comments"

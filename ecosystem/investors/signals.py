"""What investor sessions announce to the features above, and ask them."""

from dataclasses import dataclass

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class MeetingHeld:
    """Fact: a meeting took place; from now on both sides can say what came of it."""

    meeting_id: int


@dataclass(frozen=True)
class MeetingUndone:
    """Fact: that a meeting took place was taken back."""

    meeting_id: int


@dataclass(frozen=True)
class AfterMeetings:
    """Question: where does a participant go on after these meetings? Answer with `AfterMeeting`s."""

    meeting_ids: tuple[int, ...]
    account_id: int


@dataclass(frozen=True)
class AfterMeeting:
    """Answer: a link shown beside the meeting in the agenda, such as "Say what came of it"."""

    meeting_id: int
    title: Text
    url: str


@dataclass(frozen=True)
class AboutParticipants:
    """Question: what may this account read of these participants? Answer with `AboutParticipant`s."""

    participant_ids: tuple[int, ...]
    session_id: int
    account_id: int


@dataclass(frozen=True)
class AboutParticipant:
    """Answer: a link beside somebody on the list of wishes, with a few words, such as what they raise."""

    participant_id: int
    title: Text
    url: str
    text: Text = ""


@dataclass(frozen=True)
class TimetablePublished:
    """Fact: the timetable of a session can be seen by its participants."""

    session_id: int

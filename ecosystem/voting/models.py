"""Tables of public votes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.core.windows import Window
from ecosystem.voting.domain.bursts import Watch


class Purpose(StrEnum):
    """What a vote is for."""

    PRIZE = "prize"  # an audience prize of its own, without effect on the ranking
    COMPONENT = "component"  # a part of the score outside the jury


class Poll(Addressable, Timed, Versioned, Model):
    """A public vote of a contest. Seen by everybody once announced; totals only once they are published.

    `board_ids` empty means every board. `thresholds` as `domain/bursts.thresholds_from` reads them; `seed` draws the
    order of the ballot. Personal data go `keep_days` after the end.
    """

    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        Index(None, "contest_id", "closes_at"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    votes_per_board: Mapped[int] = mapped_column(Integer, default=3)
    board_ids: Mapped[list[Any]] = mapped_column(Json, default=list)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose), default=Purpose.PRIZE)
    component_round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    component_key: Mapped[str] = mapped_column(String(60), default="")
    thresholds: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    seed: Mapped[str] = mapped_column(String(32))
    keep_days: Mapped[int] = mapped_column(Integer, default=30)
    announced_at: Mapped[datetime | None]
    totals_published_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    contest: Mapped[Contest] = relationship()
    component_round: Mapped[Round | None] = relationship()

    @property
    def window(self) -> Window:
        """When votes are taken and confirmed."""
        return Window(self.opens_at, self.closes_at)


class Voter(Model):
    """An e-mail address that asked for a ballot. `email_key` is that of the mailbox; one ballot counts.

    `counts` is derived: confirmed and in no quarantine that stands.
    """

    __table_args__ = (UniqueConstraint("poll_id", "email_key"), Index(None, "poll_id", "confirmed_at"))

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    domain: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5), default="vi")
    address_hash: Mapped[str] = mapped_column(String(64), default="")
    network_hash: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime]
    consented_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    counts: Mapped[bool] = mapped_column(Boolean, default=False)

    poll: Mapped[Poll] = relationship()


class BallotRequest(Model):
    """What a voter chose and has to confirm by the link in the mail; only the newest can be confirmed."""

    voter_id: Mapped[int] = mapped_column(ForeignKey("voter.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    choices: Mapped[list[Any]] = mapped_column(Json, default=list)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    voter: Mapped[Voter] = relationship()


class Vote(Model):
    """A confirmed vote for one entry; never deleted."""

    __table_args__ = (UniqueConstraint("voter_id", "application_id"), Index(None, "poll_id", "application_id"))

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("voter.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)

    application: Mapped[Application] = relationship()


class Quarantine(Model):
    """Why a ballot does not count for now; it stands until somebody releases it with a reason.

    `group` is what the ballots share (a hash, a domain, an entry), `count` how many came in the fullest window.
    """

    __table_args__ = (UniqueConstraint("voter_id", "watch"), Index(None, "poll_id", "watch", "group"))

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("voter.id"))
    watch: Mapped[Watch] = mapped_column(choice(Watch))
    group: Mapped[str] = mapped_column(String(254), default="")
    count: Mapped[int] = mapped_column(Integer, default=1)
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    voter: Mapped[Voter] = relationship()


class PollSalt(Model):
    """The secret of one day by which network addresses are hashed; once it is gone, nobody can find them again."""

    __table_args__ = (UniqueConstraint("poll_id", "day"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    day: Mapped[str] = mapped_column(String(10))
    secret: Mapped[str] = mapped_column(String(64))

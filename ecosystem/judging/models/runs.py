"""The table of assignment runs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Round
from ecosystem.core.database import Addressable, Json, JsonOrNull, Model, Timed, choice


class RunState(StrEnum):
    """`working` in a worker process; a run is `applied` once its proposal was carried out."""

    WORKING = "working"
    READY = "ready"
    APPLIED = "applied"


class AssignmentRun(Addressable, Timed, Model):
    """A proposal that was asked for, with all that is needed to look at it again or to repeat it.

    `settings` are those of the form; `input_hash` names judges, entries, conflicts and charges it was worked out from;
    `objective` is the affinity reached, `bound` what was proven to be the most. `pairs` are [panelist, entry] and
    loaded when asked for; `outcome` is the summary the page shows.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    method: Mapped[str] = mapped_column(String(16))
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[RunState] = mapped_column(choice(RunState), default=RunState.WORKING)
    task_id: Mapped[int | None] = mapped_column(BigInteger)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    input_hash: Mapped[str] = mapped_column(String(64), default="")
    pairs: Mapped[list[Any] | None] = mapped_column(JsonOrNull, deferred=True)
    outcome: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    objective: Mapped[int | None] = mapped_column(Integer)
    bound: Mapped[int | None] = mapped_column(Integer)
    ready_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    round: Mapped[Round] = relationship()
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])
    applied_by: Mapped[Account | None] = relationship(foreign_keys=[applied_by_id])

"""Tables of the background tasks."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ecosystem.core.database import Addressable, Json, JsonOrNull, Model, choice


class TaskState(StrEnum):
    """`queued` waits for a worker; `running` is claimed by one."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ALIVE = (TaskState.QUEUED, TaskState.RUNNING)


class BackgroundTask(Addressable, Model):
    """One piece of heavy work. Accounts stand above this floor, so who asked is a plain number.

    `live_key` is set while the task is queued or running; being unique, it lets one task of a kind and subject live.
    """

    __table_args__ = (Index(None, "state", "asked_at"),)

    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(120))
    live_key: Mapped[str | None] = mapped_column(String(190), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    about: Mapped[str] = mapped_column(String(300), default="")  # what the work is about, such as a contest's title
    url: Mapped[str] = mapped_column(String(500), default="")  # the page it was asked for on
    language: Mapped[str] = mapped_column(String(5), default="vi")
    asked_by: Mapped[int | None] = mapped_column(BigInteger)  # None: the product itself, from a job
    asked_at: Mapped[datetime]
    state: Mapped[TaskState] = mapped_column(choice(TaskState), default=TaskState.QUEUED)
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    note: Mapped[str] = mapped_column(String(300), default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNull)
    error: Mapped[str] = mapped_column(Text, default="")  # in words, for people
    file_key: Mapped[str | None] = mapped_column(String(16), unique=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    file_type: Mapped[str] = mapped_column(String(120), default="")
    file_size: Mapped[int] = mapped_column(BigInteger, default=0)
    file_until: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(String(120), default="")
    heartbeat_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    cancel_asked: Mapped[bool] = mapped_column(Boolean, default=False)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def is_alive(self) -> bool:
        """Whether it waits or is being worked on."""
        return self.state in ALIVE

    @property
    def has_file(self) -> bool:
        """Whether its file can still be had."""
        return self.file_key is not None


class TaskAsker(Model):
    """Who asked for a task: its first asker, and whoever asked for the same while it was alive."""

    __table_args__ = (UniqueConstraint("task_id", "account_id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("background_task.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(BigInteger, index=True)

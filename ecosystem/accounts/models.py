"""Tables of accounts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.core.search import fold, person_sort_key, sort_key


class Account(Addressable, Timed, Versioned, Model):
    """A person. `email` is as typed, `email_key` folded to lower case and unique.

    `name` is kept as typed (one word is a valid name); `sort_name` overrides how it is sorted.
    `sign_in_epoch` rises when the password changes; sessions and tokens of an older epoch are dead.
    """

    __table_args__ = (CheckConstraint("length(name) > 0 OR erased_at IS NOT NULL", name="has_name"),)

    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(String(255), default="")
    name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200), default="")
    sort_key: Mapped[str] = mapped_column(SortKey, default="", index=True)
    search_text: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    job_title: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(5), default="vi")
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    is_operator: Mapped[bool] = mapped_column(Boolean, default=False)
    sign_in_epoch: Mapped[int] = mapped_column(Integer, default=0)
    totp_secret: Mapped[str] = mapped_column(String(200), default="")
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(Integer, default=0)
    recovery_codes: Mapped[list[Any]] = mapped_column(Json, default=list)
    erased_at: Mapped[datetime | None]

    @property
    def is_authenticated(self) -> bool:
        """An account is somebody."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """An account is not nobody."""
        return False

    @property
    def is_active(self) -> bool:
        """Whether it may sign in."""
        return self.erased_at is None

    @property
    def is_verified(self) -> bool:
        """Whether the address was proved to belong to the person."""
        return self.email_verified_at is not None

    @property
    def signed_in_through(self) -> "SignInSession | None":
        """The session by which the account makes this request; None when it was loaded otherwise."""
        return self.__dict__.get("_signed_in_through")

    @signed_in_through.setter
    def signed_in_through(self, sign_in: "SignInSession | None") -> None:
        self.__dict__["_signed_in_through"] = sign_in

    def get_id(self) -> str:
        """Flask-Login asks what the cookie is to carry: the token of the session just opened."""
        if self.signed_in_through is None:
            raise RuntimeError("signed in without a session")
        return self.signed_in_through.token

    def index_name(self) -> None:
        """Derive the sort key and the search text. Call after changing name, sort name or address."""
        self.sort_key = sort_key(self.sort_name) if self.sort_name else person_sort_key(self.name)
        self.search_text = fold(f"{self.name} {self.email} {self.organisation}")


class SignInSession(Addressable, Model):
    """A signed-in browser. The cookie carries a random token of which only the hash is stored."""

    __table_args__ = (Index(None, "account_id", "ended_at"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    is_remembered: Mapped[bool] = mapped_column(Boolean, default=False)
    address: Mapped[str] = mapped_column(String(64), default="")
    device: Mapped[str] = mapped_column(String(200), default="")

    account: Mapped[Account] = relationship()

    @property
    def token(self) -> str:
        """The token itself, known only to whoever opened the session, while they hold this object."""
        return str(self.__dict__["_token"])

    @token.setter
    def token(self, plain: str) -> None:
        self.__dict__["_token"] = plain


class TokenPurpose(StrEnum):
    """A token works for its purpose only."""

    VERIFY_EMAIL = "verify_email"
    CHANGE_EMAIL = "change_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password


class SingleUseToken(Model):
    """A link in a mail, of which only the hash is stored."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[TokenPurpose] = mapped_column(choice(TokenPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int] = mapped_column(Integer)
    payload: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Model):
    """One try at something guarded against guessing (sign-in, code, reset), by key and by address."""

    __table_args__ = (Index(None, "kind", "key", "at"),)

    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime]
    succeeded: Mapped[bool] = mapped_column(Boolean, default=False)


class Consent(Model):
    """Consent to one purpose: which text, when, through what, withdrawn when."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20), default="web")
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class DataRequestKind(StrEnum):
    """What a person may ask about the data that is theirs."""

    EXPORT = "export"
    ERASURE = "erasure"


class DataRequest(Addressable, Model):
    """A person's request for a copy or for erasure, with its clock."""

    __table_args__ = (UniqueConstraint("account_id", "kind", "requested_at"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[DataRequestKind] = mapped_column(choice(DataRequestKind))
    requested_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")

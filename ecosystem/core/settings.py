"""The settings of one deployment, typed. They are read from the environment in `config.py` only."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Mode(StrEnum):
    """What the deployment is for. Demo conveniences exist outside production only."""

    PRODUCTION = "production"
    DEMO = "demo"
    DEVELOPMENT = "development"
    TESTING = "testing"


@dataclass(frozen=True)
class MailSettings:
    """SMTP when `host` is set, else a folder of .eml files."""

    host: str = ""
    port: int = 587
    username: str = ""
    password: str = field(default="", repr=False)
    use_tls: bool = True
    use_ssl: bool = False
    sender: str = "Ecosystem <no-reply@localhost>"


@dataclass(frozen=True)
class StripeSettings:
    """Card payments exist where both keys are given. `api` is another address than Stripe's, for tests."""

    secret_key: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    api: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether payments can be taken and their reports be believed."""
        return bool(self.secret_key and self.webhook_secret)


@dataclass(frozen=True)
class Settings:
    """Everything the application is told from outside."""

    mode: Mode
    secret_key: str = field(repr=False)
    database_url: str
    base_url: str
    instance: Path
    mail: MailSettings = MailSettings()
    trusted_proxies: int = 0
    requests_per_minute: int = 0
    rate_limit_storage: str = "memory://"
    largest_upload: int = 50 * 1024 * 1024
    virus_scanner: str = ""
    organisers_need_approval: bool = False
    fake_payments: bool = False
    stripe: StripeSettings = StripeSettings()
    log_json: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_production(self) -> bool:
        """Whether real people's data are at stake."""
        return self.mode is Mode.PRODUCTION

    @property
    def uploads(self) -> Path:
        """Where files are kept, outside the web root."""
        return self.instance / "uploads"

    @property
    def results(self) -> Path:
        """Where the files that background tasks make are kept for a while, outside the web root."""
        return self.instance / "results"

    @property
    def compiled_templates(self) -> Path:
        """Where templates are kept as they were compiled, so that a new process need not do it again."""
        return self.instance / "templates"

    @property
    def mail_folder(self) -> Path:
        """Where mails go when no SMTP server is configured."""
        return self.instance / "mail"

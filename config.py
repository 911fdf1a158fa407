"""Settings from the environment; with wsgi.py and the tests, the only place that reads it."""

import os
from collections.abc import Mapping
from pathlib import Path

from ecosystem.core.settings import MailSettings, Mode, Settings, StripeSettings

HERE = Path(__file__).resolve().parent
SHORTEST_SECRET = 32


class Misconfigured(RuntimeError):
    """The environment lacks something; the message lists all of it."""


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises Misconfigured with everything that is missing or wrong, at once."""
    env = os.environ if environment is None else environment
    problems: list[str] = []
    mode = _mode(env, problems)
    instance = Path(env.get("ECOSYSTEM_INSTANCE", HERE / "instance")).resolve()
    settings = Settings(
        mode=mode,
        secret_key=_secret(env, mode, problems),
        database_url=_database(env, mode, instance, problems),
        base_url=_base_url(env, mode, problems),
        instance=instance,
        mail=_mail(env, mode, problems),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, problems),
        requests_per_minute=_number(env, "REQUESTS_PER_MINUTE", 1200 if mode is Mode.PRODUCTION else 0, problems),
        rate_limit_storage=env.get("RATE_LIMIT_STORAGE", "memory://"),
        largest_upload=_number(env, "LARGEST_UPLOAD_MB", 50, problems) * 1024 * 1024,
        virus_scanner=env.get("VIRUS_SCANNER", ""),
        organisers_need_approval=env.get("ORGANISERS_NEED_APPROVAL", "1" if mode is Mode.PRODUCTION else "0") == "1",
        fake_payments=_fake_payments(env, mode, problems),
        stripe=_stripe(env, mode, problems),
        log_json=mode is Mode.PRODUCTION or env.get("LOG_JSON") == "1",
    )
    if problems:
        raise Misconfigured("Ecosystem cannot start:\n" + "\n".join(f"  - {line}" for line in problems))
    return settings


def _mode(env: Mapping[str, str], problems: list[str]) -> Mode:
    name = env.get("ECOSYSTEM_MODE", Mode.PRODUCTION.value)
    try:
        return Mode(name)
    except ValueError:
        problems.append(f"ECOSYSTEM_MODE is {name!r}; it must be one of {', '.join(Mode)}")
        return Mode.PRODUCTION


def _secret(env: Mapping[str, str], mode: Mode, problems: list[str]) -> str:
    secret = env.get("SECRET_KEY", "")
    if len(secret) >= SHORTEST_SECRET:
        return secret
    if mode is Mode.PRODUCTION:
        problems.append(f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters")
    return secret or "for development and demonstration only"


def _database(env: Mapping[str, str], mode: Mode, instance: Path, problems: list[str]) -> str:
    url = env.get("DATABASE_URL", "")
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url and not url.startswith(("postgresql", "sqlite:")):
        problems.append("DATABASE_URL must begin with postgresql:// or sqlite:///")
    if not url and mode is Mode.PRODUCTION:
        problems.append("DATABASE_URL is missing (postgresql://user:password@host/name)")
    return url or f"sqlite:///{instance / 'ecosystem.db'}"


def _base_url(env: Mapping[str, str], mode: Mode, problems: list[str]) -> str:
    url = env.get("BASE_URL", "").rstrip("/")
    if not url and mode is Mode.PRODUCTION:
        problems.append("BASE_URL is missing (the public address, such as https://khoinghiep.example.vn)")
    if mode is Mode.PRODUCTION and url and not url.startswith("https://"):
        problems.append("BASE_URL must begin with https://")
    return url or "http://127.0.0.1:8000"


def _mail(env: Mapping[str, str], mode: Mode, problems: list[str]) -> MailSettings:
    host = env.get("MAIL_HOST", "")
    if not host and mode is Mode.PRODUCTION:
        problems.append("MAIL_HOST is missing (the SMTP server)")
    sender = env.get("MAIL_SENDER", "")
    if not sender and mode is Mode.PRODUCTION:
        problems.append('MAIL_SENDER is missing (such as "Ecosystem <no-reply@example.vn>")')
    return MailSettings(
        host=host,
        port=_number(env, "MAIL_PORT", 587, problems),
        username=env.get("MAIL_USERNAME", ""),
        password=env.get("MAIL_PASSWORD", ""),
        use_tls=env.get("MAIL_TLS", "1") == "1",
        use_ssl=env.get("MAIL_SSL", "0") == "1",
        sender=sender or "Ecosystem <no-reply@localhost>",
    )


def _fake_payments(env: Mapping[str, str], mode: Mode, problems: list[str]) -> bool:
    """Fictional money: by itself where nothing is at stake, never in production."""
    wanted = env.get("FAKE_PAYMENTS", "0" if mode is Mode.PRODUCTION else "1") == "1"
    if wanted and mode is Mode.PRODUCTION:
        problems.append("FAKE_PAYMENTS is 1, but test payments would let anybody pay with money that does not exist")
    return wanted and mode is not Mode.PRODUCTION


def _stripe(env: Mapping[str, str], mode: Mode, problems: list[str]) -> StripeSettings:
    """Both keys or none: payments whose reports cannot be checked would never be counted."""
    found = StripeSettings(env.get("STRIPE_SECRET_KEY", ""), env.get("STRIPE_WEBHOOK_SECRET", ""))
    if found.secret_key and not found.webhook_secret:
        problems.append("STRIPE_WEBHOOK_SECRET is missing though STRIPE_SECRET_KEY is given (Stripe shows it: whsec_…)")
    if found.webhook_secret and not found.secret_key:
        problems.append("STRIPE_SECRET_KEY is missing though STRIPE_WEBHOOK_SECRET is given")
    if mode is Mode.PRODUCTION and "_test_" in found.secret_key:
        problems.append("STRIPE_SECRET_KEY is a key for tests: anybody could pay with cards that do not exist")
    return found


def _number(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    text = env.get(name, str(default))
    if text.isdigit():
        return int(text)
    problems.append(f"{name} must be a whole number, not {text!r}")
    return default

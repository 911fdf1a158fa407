"""Settings from the environment: everything that is wrong is told at once."""

import pytest

from config import Misconfigured, settings_from
from ecosystem.core.settings import Mode

COMPLETE = {
    "SECRET_KEY": "k" * 40,
    "DATABASE_URL": "postgres://u:p@localhost/e",
    "BASE_URL": "https://khoinghiep.example.vn/",
    "MAIL_HOST": "mail.example.vn",
    "MAIL_SENDER": "Ecosystem <no-reply@example.vn>",
}


def test_production_is_the_default_and_lists_all_that_is_missing():
    with pytest.raises(Misconfigured) as told:
        settings_from({"MAIL_PORT": "many", "BASE_URL": "http://x"})
    for name in ("SECRET_KEY", "DATABASE_URL", "BASE_URL", "MAIL_HOST", "MAIL_SENDER", "MAIL_PORT"):
        assert name in str(told.value)


def test_a_complete_environment_is_taken():
    settings = settings_from(COMPLETE)
    assert settings.mode is Mode.PRODUCTION
    assert settings.database_url == "postgresql://u:p@localhost/e"
    assert settings.base_url == "https://khoinghiep.example.vn"
    assert "k" * 40 not in repr(settings)


def test_a_demonstration_needs_nothing():
    assert settings_from({"ECOSYSTEM_MODE": "demo"}).database_url.startswith("sqlite:///")

"""Settings from the environment: everything that is wrong is told at once."""

import os
import re
import subprocess
import sys

import pytest

from config import Misconfigured, settings_from
from ecosystem.core.settings import Mode
from tests.house_rules.sources import ROOT

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


def test_production_takes_no_fictional_money():
    assert settings_from(COMPLETE).fake_payments is False
    assert settings_from({"ECOSYSTEM_MODE": "demo"}).fake_payments is True
    with pytest.raises(Misconfigured) as told:
        settings_from(COMPLETE | {"FAKE_PAYMENTS": "1"})
    assert str(told.value).count("\n") == 1
    assert "FAKE_PAYMENTS" in str(told.value)


def test_a_demonstration_needs_nothing():
    assert settings_from({"ECOSYSTEM_MODE": "demo"}).database_url.startswith("sqlite:///")


def names_read_by_the_settings() -> set[str]:
    source = (ROOT / "config.py").read_text()
    return set(re.findall(r'(?:env\.get\(|_number\(env, )"([A-Z_]+)"', source))


def test_every_setting_is_in_the_manual():
    manual = (ROOT / "docs" / "deploy.md").read_text()
    table = manual.split("<!-- settings:")[1].split("<!-- settings end -->")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` ", table, re.MULTILINE)) == names_read_by_the_settings()


def test_the_manual_says_which_are_needed():
    manual = (ROOT / "docs" / "deploy.md").read_text()
    needed = set(re.findall(r"^\| `([A-Z_]+)` \| yes ", manual, re.MULTILINE))
    with pytest.raises(Misconfigured) as told:
        settings_from({})
    assert {name for name in names_read_by_the_settings() if f"- {name} is missing" in str(told.value)} == needed


def test_the_production_server_says_all_that_is_missing_and_ends(tmp_path):
    command = [sys.executable, "-m", "gunicorn", "-b", "127.0.0.1:0", "wsgi:app"]
    environment = {"PATH": os.environ["PATH"], "ECOSYSTEM_INSTANCE": str(tmp_path)}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0
    for name in ("SECRET_KEY", "DATABASE_URL", "BASE_URL", "MAIL_HOST", "MAIL_SENDER"):
        assert f"- {name} is missing" in ended.stderr

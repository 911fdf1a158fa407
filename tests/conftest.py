"""Options and fixtures of the whole suite; tests/support holds the fixtures themselves.

- `session`, `app`, `client`: one outer transaction per test, rolled back at its end.
- `committed_app`, `live_server`, `production_server`: a database that really commits, emptied before each test.
- `page`, `new_visitor`: Chromium on the live server. `held_clock`, `mailbox`, `smtp_sink`: time and mail.
- `count_statements` is in tests.support.statements, `assert_accessible` and `take_pictures` in tests.support.pages.

`--hypothesis-profile=search` tries ten times as many made-up examples, new ones each time.
`--database=postgresql` moves the suite to PostgreSQL; `@pytest.mark.both_databases` runs a test on both always.
"""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, settings

# The gate judges the same commit alike each time and never by the clock; `--hypothesis-profile=search` looks further.
settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("gate"), derandomize=False, max_examples=1000)
settings.load_profile("gate")

pytest.register_assert_rewrite("tests.support.pages", "tests.support.statements")

pytest_plugins = [
    "tests.support.databases",
    "tests.support.applications",
    "tests.support.servers",
    "tests.support.browsers",
    "tests.support.held_clock",
    "tests.support.mailboxes",
    "tests.support.stripe_server",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("ecosystem")
    group.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where the suite runs")
    group.addoption("--accept", action="store_true", help="write the access table instead of comparing it")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that touches a database is told which; one marked for both runs twice."""
    if "database" in metafunc.fixturenames:
        kinds = databases_of(metafunc.definition, metafunc.config)
        metafunc.parametrize("database", kinds, indirect=True, scope="session")


def databases_of(test: pytest.Item, config: pytest.Config) -> Sequence[str]:
    if test.get_closest_marker("both_databases"):
        return ("sqlite", "postgresql")
    if test.get_closest_marker("postgres"):
        return ("postgresql",)
    return (config.getoption("--database"),)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)

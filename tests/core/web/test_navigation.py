"""Menus: what a feature declared, for those who may use it."""

import pytest
from flask import Flask

from ecosystem.core.web import navigation


@pytest.fixture
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})


@pytest.mark.usefixtures("only_ours")
def test_entries_stand_in_order_and_the_closest_one_is_active(app: Flask) -> None:
    navigation.add_nav_item(area="public", endpoint="styleguide.form", title="Form", order=2)
    navigation.add_nav_item(area="public", endpoint="styleguide.index", title="All", order=1)
    with app.test_request_context("/styleguide/form"):
        links = navigation.nav_items("public")
    assert [(link.title, link.active) for link in links] == [("All", False), ("Form", True)]


@pytest.mark.usefixtures("only_ours")
def test_an_entry_is_left_out_when_it_leads_nowhere_or_does_not_apply(app: Flask) -> None:
    navigation.add_nav_item(area="public", endpoint="nowhere.at_all", title="Nowhere")
    navigation.add_nav_item(area="public", endpoint="styleguide.form", title="Hidden", when=lambda: False)
    with app.test_request_context("/"):
        assert navigation.nav_items("public") == []


@pytest.mark.usefixtures("only_ours")
def test_declaring_an_entry_again_replaces_it(app: Flask) -> None:
    for title in ("Old", "New"):
        navigation.add_nav_item(area="footer", endpoint="styleguide.form", title=title)
    with app.test_request_context("/"):
        assert [link.title for link in navigation.nav_items("footer")] == ["New"]


def test_an_unknown_menu_is_an_error() -> None:
    with pytest.raises(ValueError, match="no menu"):
        navigation.add_nav_item(area="attic", endpoint="styleguide.form", title="Form")

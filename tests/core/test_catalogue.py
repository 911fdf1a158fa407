"""Catalogues by feature: kept in line with the sources, put together, checked."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from ecosystem.core import catalogue


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small product: core and a feature, each with a text of its own and one in common."""
    for name in ("core", "contests"):
        (tmp_path / "ecosystem" / name).mkdir(parents=True)
        (tmp_path / "ecosystem" / name / "__init__.py").write_text("")
    (tmp_path / "ecosystem" / "core" / "texts.py").write_text('_l("Save"); _("Page %(number)s")')
    (tmp_path / "ecosystem" / "contests" / "texts.py").write_text(
        '_("Save"); ngettext("%(num)d day", "%(num)d days", n)'
    )
    (tmp_path / "templates" / "contests").mkdir(parents=True)
    (tmp_path / "templates" / "contests" / "show.html").write_text('{{ _("Rules") }}{{ pgettext("vote", "Close") }}')
    return tmp_path


def translate(root: Path, feature: str, **texts: str) -> None:
    """Give the texts of a catalogue their translations; plural forms get the same one."""
    present = catalogue.load(feature, root)
    for message in catalogue.messages(present):
        string = texts.get(catalogue.key_of(message)[1])
        if string is not None:
            message.string = string if isinstance(message.id, str) else (string,)
    catalogue.po_path(feature, root).write_bytes(catalogue._written(present))


def texts_of(root: Path, feature: str) -> set[catalogue.Key]:
    return {catalogue.key_of(message) for message in catalogue.messages(catalogue.load(feature, root))}


def test_a_text_of_a_lower_catalogue_is_not_repeated(root: Path) -> None:
    catalogue.update("core", root)
    translate(root, "core", Save="Lưu")
    assert catalogue.update("contests", root) == (3, 3)
    assert texts_of(root, "contests") == {("", "%(num)d day"), ("", "Rules"), ("vote", "Close")}


def test_an_update_keeps_translations_and_drops_what_is_gone(root: Path) -> None:
    catalogue.update("contests", root)
    translate(root, "contests", Rules="Thể lệ", Close="Đóng bình chọn")
    (root / "templates" / "contests" / "show.html").write_text('{{ _("Rules") }}')
    catalogue.update("contests", root)
    present = catalogue.load("contests", root)
    assert present.get("Rules").string == "Thể lệ"  # type: ignore[union-attr]
    assert ("vote", "Close") not in texts_of(root, "contests")


def test_an_update_without_changes_changes_nothing(root: Path) -> None:
    catalogue.update("contests", root)
    before = catalogue.po_path("contests", root).read_bytes()
    catalogue.update("contests", root)
    assert catalogue.po_path("contests", root).read_bytes() == before
    assert not catalogue.po_path("core", root).exists()


def test_all_catalogues_become_one_file(root: Path) -> None:
    for feature in ("core", "contests"):
        catalogue.update(feature, root)
    translate(root, "core", Save="Lưu")
    translate(root, "contests", Save="Lưu", **{"%(num)d day": "%(num)d ngày"})
    with catalogue.compile_all(root).open("rb") as file:
        whole = read_mo(file)
    assert whole.get("Save").string == "Lưu"  # type: ignore[union-attr]
    assert whole.get("%(num)d day").string == ["%(num)d ngày"]  # type: ignore[union-attr]
    assert whole.get("Rules") is None


def test_two_translations_of_a_text_are_an_error_that_names_both(root: Path) -> None:
    for feature in ("core", "contests"):
        catalogue.update(feature, root)
    translate(root, "core", Save="Lưu")
    translate(root, "contests", Save="Cất")
    with pytest.raises(catalogue.Contradiction, match=r"'Lưu' in core\.po and 'Cất' in contests\.po"):
        catalogue.merge(root)


def test_the_check_finds_what_is_missing_or_wrong(root: Path) -> None:
    for feature in ("core", "contests"):
        catalogue.update(feature, root)
    translate(root, "core", Save="Lưu", **{"Page %(number)s": "Trang %(so)s"})
    translate(root, "contests", Save="Lưu", Rules="Thể lệ", Close="Đóng", **{"%(num)d day": "%(num)d ngày"})
    assert [str(finding) for finding in catalogue.check(root)] == ["core.po: placeholders differ: Page %(number)s"]
    translate(root, "core", **{"Page %(number)s": "Trang %(number)s"})
    assert catalogue.check(root) == []
    (root / "ecosystem" / "core" / "more.py").write_text('_("New text")')
    assert [str(finding) for finding in catalogue.check(root)] == ["core.po: missing: New text"]

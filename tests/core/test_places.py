"""Provinces and communes since July 2025."""

from ecosystem.core.places import commune, communes_of, find_communes, place_name, province, province_name, provinces


def test_there_are_34_provinces_and_3321_communes() -> None:
    assert len(provinces()) == 34
    assert sum(len(communes_of(each.code)) for each in provinces()) == 3321


def test_known_codes() -> None:
    assert province_name("51") == "Quảng Ngãi"
    assert province_name("79") == "Hồ Chí Minh"
    assert len(communes_of("51")) == 96
    assert {code: commune(code).name for code in ("23293", "23473", "23365", "21548")} == {  # type: ignore[union-attr]
        "23293": "Phường Kon Tum",
        "23473": "Xã Măng Đen",
        "23365": "Xã Ngọc Linh",
        "21548": "Đặc khu Lý Sơn",
    }


def test_places_in_words() -> None:
    assert place_name("51", "23473") == "Xã Măng Đen, Quảng Ngãi"
    assert place_name("48", "23473") == "Đà Nẵng"  # a commune of another province says nothing
    assert place_name("", "") == ""
    assert province("00") is None
    assert communes_of("00") == []


def test_provinces_are_in_vietnamese_order() -> None:
    names = [each.short_name for each in provinces()]
    assert names.index("Cao Bằng") < names.index("Đà Nẵng") < names.index("Gia Lai")


def test_finding_without_marks() -> None:
    assert "Xã Măng Đen" in [each.name for each in find_communes("mang den")]
    assert [each.name for each in find_communes("ly son", province_code="51")] == ["Đặc khu Lý Sơn"]

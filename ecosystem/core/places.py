"""Provinces and communes by their statistics codes, as they are since 1 July 2025; see data/SOURCES.md."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ecosystem.core.search import fold, sort_key

FOLDER = Path(__file__).resolve().parent / "data"
_PROVINCE_KINDS = ("Thành phố ", "Tỉnh ")


@dataclass(frozen=True)
class Province:
    """A province or a city run by the central government; `code` has two digits."""

    code: str
    name: str

    @property
    def short_name(self) -> str:
        """The name without "Thành phố"."""
        for kind in _PROVINCE_KINDS:
            if self.name.startswith(kind):
                return self.name.removeprefix(kind)
        return self.name


@dataclass(frozen=True)
class Commune:
    """A commune, ward or special zone; `code` has five digits, `name` begins with its kind."""

    code: str
    province_code: str
    name: str


@lru_cache(maxsize=1)
def provinces() -> Sequence[Province]:
    """Return the provinces in Vietnamese order."""
    found = [Province(row["code"], row["name"]) for row in _rows("provinces.csv")]
    return sorted(found, key=lambda province: sort_key(province.short_name))


@lru_cache(maxsize=64)
def communes_of(province_code: str) -> Sequence[Commune]:
    """Return the communes of a province in Vietnamese order; none for an unknown code."""
    found = [commune for commune in _communes().values() if commune.province_code == province_code]
    return sorted(found, key=lambda commune: sort_key(commune.name))


def province(code: str) -> Province | None:
    """Return the province with this code, None if there is none."""
    return _provinces().get(code)


def commune(code: str) -> Commune | None:
    """Return the commune with this code, None if there is none."""
    return _communes().get(code)


def province_name(code: str) -> str:
    """Return the province's name without "Thành phố"; empty for an unknown code."""
    found = province(code)
    return found.short_name if found else ""


def place_name(province_code: str, commune_code: str = "") -> str:
    """Return "Xã Măng Đen, Quảng Ngãi"; what is unknown is left out."""
    found = commune(commune_code)
    names = [found.name if found and found.province_code == province_code else "", province_name(province_code)]
    return ", ".join(name for name in names if name)


def find_communes(query: str, *, province_code: str = "", most: int = 20) -> Sequence[Commune]:
    """Return communes whose name holds every word of `query`, marks aside ("dak" finds "Đắk")."""
    words = fold(query).split()
    pool = communes_of(province_code) if province_code else _communes().values()
    found = [each for each in pool if all(word in _folded()[each.code] for word in words)]
    return found[:most]


@lru_cache(maxsize=1)
def _provinces() -> Mapping[str, Province]:
    return {each.code: each for each in provinces()}


@lru_cache(maxsize=1)
def _communes() -> Mapping[str, Commune]:
    return {row["code"]: Commune(row["code"], row["province_code"], row["name"]) for row in _rows("communes.csv")}


@lru_cache(maxsize=1)
def _folded() -> Mapping[str, str]:
    return {code: fold(each.name) for code, each in _communes().items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

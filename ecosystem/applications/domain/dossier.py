"""What a reader sees of an entry. Blindness is decided here and nowhere else.

A reader who does not see the team gets no members, no startup, no question that names people (team table, e-mail,
phone), nothing the organiser marked as hidden from judges, and files under neutral names.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ecosystem.applications.domain.content import Content, files_of

NAMING_KINDS = frozenset({"team", "email", "phone"})


@dataclass(frozen=True)
class DossierFile:
    """A file as the reader may know it: `name` is neutral for a blind reader."""

    public_id: str
    name: str
    size: int
    media_type: str
    sha256: str


@dataclass(frozen=True)
class DossierAnswer:
    """One question with its answer. `shown` is the value in words where the stored value is a code."""

    key: str
    kind: str
    label: str
    label_en: str
    value: Any
    shown: str
    shown_en: str
    files: tuple[DossierFile, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return self.value in (None, "", []) and not self.files


@dataclass(frozen=True)
class DossierSection:
    """A section of the form with its answers."""

    title: str
    title_en: str
    answers: tuple[DossierAnswer, ...]


@dataclass(frozen=True)
class DossierMember:
    """A person on the team, as handed in."""

    name: str
    role: str
    organisation: str
    email: str
    phone: str
    is_lead: bool
    is_under_16: bool


@dataclass(frozen=True)
class Dossier:
    """An entry as one kind of reader sees it. `members` and `startup` are None when they are hidden."""

    code: str
    title: str
    summary: str
    board: str
    board_en: str
    startup: str | None
    members: tuple[DossierMember, ...] | None
    sections: tuple[DossierSection, ...]
    number: int
    content_hash: str
    is_blind: bool

    def answer(self, key: str) -> DossierAnswer | None:
        """Return the answer to the question `key`, None when the reader does not see it."""
        return next((a for section in self.sections for a in section.answers if a.key == key), None)

    @property
    def files(self) -> tuple[DossierFile, ...]:
        """All files the reader sees, in order."""
        return tuple(file for section in self.sections for answer in section.answers for file in answer.files)


@dataclass(frozen=True)
class Sight:
    """What a reader may see: the team, and the answers hidden from judges."""

    team: bool
    hidden_answers: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing is kept from the reader."""
        return self.team and self.hidden_answers


EVERYTHING = Sight(team=True, hidden_answers=True)


def dossier_from(
    content: Content,
    *,
    sight: Sight,
    hidden_keys: Collection[str] = (),
    code: str = "",
    number: int = 0,
    content_hash: str = "",
) -> Dossier:
    """Return what a reader with `sight` sees of `content`.

    A question is hidden when it was so at submission or is so now (`hidden_keys`). The content hash covers all of the
    content, so a reader who does not see all of it gets none: it could be used to test a guess.
    """
    names = neutral_names(content, code) if not sight.team else {}
    sections = (_section(part, sight, hidden_keys, names) for part in content.get("sections", ()))
    board = content.get("board") or {}
    startup = content.get("startup") or {}
    return Dossier(
        code=code,
        title=content.get("title", ""),
        summary=content.get("summary", ""),
        board=board.get("name", ""),
        board_en=board.get("name_en", ""),
        startup=startup.get("name", "") if sight.team else None,
        members=tuple(_member(row) for row in content.get("members", ())) if sight.team else None,
        sections=tuple(section for section in sections if section.answers),
        number=number,
        content_hash=content_hash if sight.is_whole else "",
        is_blind=not sight.team,
    )


def is_kept_from(question: Mapping[str, Any], sight: Sight, hidden_keys: Collection[str] = ()) -> bool:
    """Tell whether a reader with `sight` may not see the question at all."""
    if not sight.team and question["kind"] in NAMING_KINDS:
        return True
    return not sight.hidden_answers and (bool(question.get("hidden")) or question["key"] in hidden_keys)


def neutral_names(content: Content, code: str) -> dict[str, str]:
    """Map the public id of each file to a name that tells nothing but the entry, the question and the order."""
    counted: dict[str, int] = {}
    names: dict[str, str] = {}
    for question, file in files_of(content):
        counted[question["key"]] = number = counted.get(question["key"], 0) + 1
        extension = file["name"].rpartition(".")[2].lower() if "." in file["name"] else ""
        stem = "-".join(part for part in (code, str(question["key"]), str(number)) if part)
        names[file["id"]] = f"{stem}.{extension}" if extension else stem
    return names


def _section(
    part: Mapping[str, Any], sight: Sight, hidden_keys: Collection[str], names: Mapping[str, str]
) -> DossierSection:
    seen = (q for q in part["questions"] if not is_kept_from(q, sight, hidden_keys))
    return DossierSection(part["title"], part.get("title_en", ""), tuple(_answer(q, names) for q in seen))


def _answer(question: Mapping[str, Any], names: Mapping[str, str]) -> DossierAnswer:
    return DossierAnswer(
        key=question["key"],
        kind=question["kind"],
        label=question["label"],
        label_en=question.get("label_en", ""),
        value=question.get("value"),
        shown=question.get("shown", ""),
        shown_en=question.get("shown_en", ""),
        files=tuple(
            DossierFile(file["id"], names.get(file["id"], file["name"]), file["size"], file["type"], file["sha256"])
            for file in question.get("files", ())
        ),
    )


def _member(row: Mapping[str, Any]) -> DossierMember:
    return DossierMember(
        name=row["name"],
        role=row.get("role", ""),
        organisation=row.get("organisation", ""),
        email=row.get("email", ""),
        phone=row.get("phone", ""),
        is_lead=bool(row.get("is_lead")),
        is_under_16=bool(row.get("is_under_16")),
    )

"""The kinds of messages, registered by the features that send them (in their `notices.py`)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class NoticeKind:
    """A kind of message.

    `name` is the folder of its templates (`templates/email/<name>/vi.md`, `en.md`; first line `Subject: …`).
    A `duty` (receipt, verification, decision) cannot be switched off. `secret` mails hold a link that
    signs in or proves an address: staff never read them. `held` mails wait for the organiser's release.
    `in_inbox` also puts a line into the inbox in the product. A `worded` kind may be given other words by the
    contest it is sent for.
    """

    name: str
    title: Text
    duty: bool = False
    secret: bool = False
    held: bool = False
    in_inbox: bool = True
    worded: bool = False


@dataclass(frozen=True)
class Topic:
    """What messages are about, as a person chooses among them: the kinds whose names begin so."""

    title: Text
    beginnings: tuple[str, ...]


_kinds: dict[str, NoticeKind] = {}
_topics: dict[tuple[str, ...], Topic] = {}


def register(kind: NoticeKind) -> NoticeKind:
    """Make a kind known; two kinds of one name are an error."""
    present = _kinds.get(kind.name)
    if present is not None and present != kind:
        raise RuntimeError(f"two kinds of notice named {kind.name}")
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> NoticeKind:
    """Return the kind. Raises KeyError when there is none."""
    return _kinds[name]


def all_kinds() -> list[NoticeKind]:
    """Return all kinds, in the order they were registered."""
    return list(_kinds.values())


def register_topic(title: Text, *beginnings: str) -> None:
    """Put the kinds whose names begin with one of `beginnings` under a heading of their own."""
    _topics[beginnings] = Topic(title, beginnings)


def by_topic(kinds: Iterable[NoticeKind]) -> list[tuple[Topic | None, list[NoticeKind]]]:
    """Return the kinds under their topics, in the order the topics were registered; those without one last."""
    groups: dict[Topic | None, list[NoticeKind]] = {topic: [] for topic in (*_topics.values(), None)}
    for kind in kinds:
        groups[next((each for each in _topics.values() if kind.name.startswith(each.beginnings)), None)].append(kind)
    return [(topic, found) for topic, found in groups.items() if found]

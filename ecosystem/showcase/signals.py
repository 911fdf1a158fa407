"""What the showcase asks of the features above it."""

from dataclasses import dataclass

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class ExhibitorFiguresAsked:
    """Question: which figures do you have about this exhibitor for its dashboard? Answer with `ExhibitorFigure`s."""

    exhibitor_id: int


@dataclass(frozen=True)
class ExhibitorFigure:
    """One figure of a dashboard, such as leads; `value` is written as it is shown, `url` leads to what it counts."""

    title: Text
    value: str
    note: Text = ""
    icon: str = "circle-dot"
    url: str = ""


@dataclass(frozen=True)
class ExhibitorStepsAsked:
    """Question: what does this exhibitor still have to do with you? Answer with `ExhibitorStep`s."""

    exhibitor_id: int


@dataclass(frozen=True)
class ExhibitorStep:
    """One line of an exhibitor's checklist; `group` puts lines of one feature together ("badges", "team")."""

    title: Text
    is_done: bool
    url: str = ""
    note: Text = ""
    group: str = ""


@dataclass(frozen=True)
class BoothLinksAsked:
    """Question: what else should the public page of this exhibitor lead to? Answer with `BoothLink`s."""

    exhibitor_id: int


@dataclass(frozen=True)
class BoothLink:
    """A link on a booth's public page, such as its place on the floor plan."""

    title: Text
    url: str
    icon: str = "arrow-right"

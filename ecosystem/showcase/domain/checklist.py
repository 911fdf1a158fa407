"""What an exhibitor still has to do before the doors open."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

GOOD_NUMBER = 3  # of products: fewer make an empty page


@dataclass(frozen=True)
class Facts:
    """What is known of an exhibitor's preparations."""

    is_accepted: bool
    has_logo: bool
    has_story: bool
    has_booth: bool
    is_confirmed: bool
    products: int
    published: int


@dataclass(frozen=True)
class Step:
    """One line of the checklist; `where` names the page that does it."""

    key: str
    title: Text
    is_done: bool
    where: str
    note: Text = ""


def steps_for(facts: Facts) -> list[Step]:
    """Return the checklist in the order in which things are best done."""
    drafts = facts.products - facts.published
    waiting = _l("Your drafts are seen by nobody yet: publish them.") if drafts > 0 else ""
    return [
        Step(
            "accepted",
            _l("Be accepted by the organiser"),
            facts.is_accepted,
            "",
            "" if facts.is_accepted else _l("You can prepare everything meanwhile."),
        ),
        Step("booth", _l("Choose a booth"), facts.has_booth, "booth"),
        Step("payment", _l("Pay for the booth"), facts.is_confirmed, "booth"),
        Step("profile", _l("Tell who you are"), facts.has_story, "page"),
        Step("logo", _l("Show your logo"), facts.has_logo, "profile"),
        Step(
            "products",
            _l("Publish at least %(number)s products", number=GOOD_NUMBER),
            facts.published >= GOOD_NUMBER,
            "products",
            waiting,
        ),
    ]

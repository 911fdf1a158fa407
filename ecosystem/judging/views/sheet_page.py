"""What the page of one score sheet is made of."""

from collections.abc import Mapping
from decimal import Decimal

from flask import render_template, url_for
from flask_babel import gettext as _

from ecosystem.applications.domain.dossier import Dossier
from ecosystem.applications.queries import dossier_of
from ecosystem.contests.domain.kinds import RoundKind
from ecosystem.core.errors import EcosystemError, StaleEdit
from ecosystem.core.identifiers import public_id as random_key
from ecosystem.core.web.formatting import format_number, format_score, in_language
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.domain.scoring import Scale, sheet_total
from ecosystem.judging.forms.sheets import text_fields, values_of, version_of
from ecosystem.judging.models import Criterion
from ecosystem.judging.queries.charges import Charge, Sheet, sheet_of
from ecosystem.judging.queries.desk import Queue, queue_of
from ecosystem.judging.services.paper import paper_of
from ecosystem.judging.services.sheets import closed_because


def sheet_page(charge: Charge, *, error: EcosystemError | None = None, typed: Mapping[str, str] | None = None) -> str:
    """Return the page; after a refusal with what was typed, the messages, and what is stored meanwhile."""
    held = sheet_of(charge) if charge.version is not None else None
    queue = queue_of(charge.panelist.id)
    before, after, position = queue.around(charge.assignment.public_id)
    return render_template(
        "judging/desk/sheet.html",
        charge=charge,
        dossier=_dossier(charge),
        dossier_members=_members,
        errors=_messages(error, charge.assignment.public_id),
        theirs=error.theirs if isinstance(error, StaleEdit) else {},
        closed=closed_because(charge),
        is_locked=charge.sheet_state is not SheetState.DRAFT,
        queue=queue,
        before=before,
        after=after,
        position=position,
        next_url=_next_url(charge, queue),
        paper=paper_of(charge) if charge.round.kind is RoundKind.PITCH else None,
        **_sheet_parts(charge, held, typed or {}),
    )


def _next_url(charge: Charge, queue: Queue) -> str:
    """Where "save and next" leads: the next entry without a whole sheet, else the review of all."""
    following = queue.next_open(charge.assignment.public_id)
    if following is None:
        return url_for("judge_desk.review", public_id=charge.round.public_id)
    return url_for("judge_desk.sheet", public_id=following.public_id)


def _dossier(charge: Charge) -> Dossier | None:
    """What the judge may read of the entry; nothing while a conflict of interest stands."""
    if charge.is_conflicted:
        return None
    return dossier_of(charge.application, viewer_sees_team=not charge.round.is_blind, sees_hidden=False)


def _sheet_parts(charge: Charge, held: Sheet | None, typed: Mapping[str, str]) -> dict[str, object]:
    if held is None:
        return {"sheet": None}
    values = values_of(charge, held)
    shown = {**values, **typed}
    hidden = {"version": version_of(values), "key": random_key()}
    missing = [line for line in held.lines if line.criterion.is_required and line.value is None]
    return {
        "sheet": held,
        "values": shown,
        "texts": text_fields(shown, _labels(held), hidden),
        "field_names": _field_names(held),
        "total": format_score(sheet_total(held.rules, held.scores), held.rules.places),
        "missing": len(missing),
        "weights": _weights(held),
        "comment_rules": {line.criterion.key: _comment_rule(line.criterion) for line in held.lines},
        "anchors_of": _anchors,
        "tidy": tidy,
    }


def _labels(held: Sheet) -> dict[str, str]:
    names = {f"reason-{line.criterion.key}": _("Comment on this criterion") for line in held.lines}
    return {**names, "comment": _("Comment to the applicant"), "note": _("Private note")}


def _field_names(held: Sheet) -> dict[str, str]:
    """What each field is called where two versions of it are shown."""
    names = _labels(held)
    for line in held.lines:
        criterion = in_language(line.criterion, "name")
        names[f"score-{line.criterion.key}"] = criterion
        names[f"reason-{line.criterion.key}"] = f"{criterion}: {names[f'reason-{line.criterion.key}']}"
    return names


def _weights(held: Sheet) -> dict[str, str]:
    """Each criterion's share where weights and not the maxima say how much it counts."""
    whole = sum((line.criterion.weight for line in held.lines), Decimal(0))
    if held.rules.scale is not Scale.WEIGHTS or not whole:
        return {}
    return {
        line.criterion.key: _("weight %(share)s %%", share=format_number(round(line.criterion.weight * 100 / whole, 1)))
        for line in held.lines
    }


def _comment_rule(criterion: Criterion) -> str:
    below, above = criterion.comment_below, criterion.comment_above
    if below is not None and above is not None:
        low, high = format_number(below), format_number(above)
        return str(_("Explain a score below %(low)s or above %(high)s.", low=low, high=high))
    if below is not None:
        return str(_("Explain a score below %(low)s.", low=format_number(below)))
    return str(_("Explain a score above %(high)s.", high=format_number(above))) if above is not None else ""


def _anchors(criterion: Criterion) -> dict[int | Decimal | str, str]:
    """What levels mean: by number where an anchor is for one level, else by its range."""
    found: dict[int | Decimal | str, str] = {}
    for anchor in criterion.anchors or ():
        low, high = tidy(Decimal(str(anchor["from"]))), tidy(Decimal(str(anchor["to"])))
        found[low if low == high else f"{format_number(low)}–{format_number(high)}"] = anchor.get("text", "")
    return found


def tidy(value: Decimal) -> int | Decimal:
    """Return a number without needless zeros, as scripts and scales read it."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _members(dossier: Dossier) -> list[tuple[str, str]]:
    """The team as facts: name, and what the person does there."""
    found = []
    for member in dossier.members or ():
        lead = _("team leader") if member.is_lead else ""
        found.append((member.name, ", ".join(part for part in (lead, member.role, member.organisation) if part)))
    return found


def _messages(error: EcosystemError | None, public_id: str) -> dict[str, str]:
    if error is None:
        return {}
    if public_id in error.details:  # it was saved and cannot be handed in yet
        return {"": f"{error.message} {error.details[public_id]}"}
    found = {name: str(text) for name, text in error.details.items()}
    return found or ({} if isinstance(error, StaleEdit) else {"": str(error.message)})

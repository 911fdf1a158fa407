"""Panels, assignment and scores of the demonstration."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.demo import sample
from ecosystem.demo.people import ORGANISER, account_at
from ecosystem.judging.domain.scoring import CriterionRule
from ecosystem.judging.models import Assignment, Panelist
from ecosystem.judging.queries.charges import charge_by_public_id, sheet_of
from ecosystem.judging.services.assignment import Method
from ecosystem.judging.services.conflicts import declare_conflict
from ecosystem.judging.services.panels import Expertise, Invitee, accept_invitation, invite_judge
from ecosystem.judging.services.runs import Settings, apply_run, ask_for_proposal
from ecosystem.judging.services.sheet_steps import hand_in
from ecosystem.judging.services.sheets import FieldChange, Part, save

REMARKS = (
    "Ý tưởng gắn với tài nguyên địa phương; cần làm rõ chi phí và kênh bán hàng.",
    "Hồ sơ rõ ràng, nhóm hiểu khách hàng. Nên bổ sung số liệu thử nghiệm.",
    "Giải pháp khả thi. Đề nghị so sánh với sản phẩm cùng loại trên thị trường.",
)


def seat_judges(round_: Round, codes: Sequence[str], *, at: datetime) -> list[Panelist]:
    """Invite judges of the data set to a round, the first as chair; all accept and declare their conflicts."""
    owner = account_at(ORGANISER.address)
    chosen = [judge for judge in sample.judges() if judge["code"] in codes]
    seated = []
    for position, judge in enumerate(chosen):
        with clock.at(at):
            invitee = Invitee(
                name=judge["name"],
                email=judge["email"],
                is_chair=position == 0,
                sectors=tuple(judge["sectors"]),
                languages=tuple(judge["languages"]),
                max_load=judge["max_load"],
            )
            panelist = invite_judge(round_, invitee, by=owner)
        with clock.at(at + timedelta(hours=20)):
            expertise = Expertise(expertise=judge["title_vi"], sectors=tuple(judge["sectors"]), languages=("vi",))
            accept_invitation(panelist, expertise, by=account_at(judge["email"]))
        seated.append(panelist)
    return seated


def declare_conflicts(contest: Contest, panel: Sequence[Panelist], titles: dict[str, str]) -> None:
    """Let the judges declare the conflicts of the data set; `titles` maps an idea's code to its title."""
    by_address = {judge["email"]: judge for judge in sample.judges()}
    for panelist in panel:
        for conflict in by_address[panelist.email]["conflicts"]:
            entry = (
                session()
                .scalars(
                    select(Application).where(
                        Application.contest_id == contest.id, Application.title == titles[conflict["idea_code"]]
                    )
                )
                .first()
            )
            if entry is not None:
                judge = account_at(panelist.email)
                declare_conflict(panelist, entry, reason=conflict["reason_vi"], by=judge)


def assign(round_: Round, *, per_entry: int, seed: int, at: datetime) -> None:
    """Give each entry of the round to `per_entry` judges, evenly."""
    with clock.at(at):
        by = account_at(ORGANISER.address)
        run = ask_for_proposal(round_, Method.BALANCED, Settings(per_entry, seed), here=True, by=by)
        apply_run(run, tells_judges=True, by=by)


def score(round_: Round, *, share: float = 1.0, seed: int = 7) -> None:
    """Score the charges of a round from its first hour on, the `share` of them that comes first.

    Where not all is scored, some sheets also stay drafts.

    The same seed gives the same scores: an entry has a quality, a judge a severity, and both have a bad day.
    """
    dice = random.Random(seed)  # noqa: S311 - made-up scores
    charges = list(
        session().execute(
            select(Assignment.public_id, Panelist.account_id, Assignment.application_id)
            .join(Panelist, Panelist.id == Assignment.panelist_id)
            .where(Assignment.round_id == round_.id)
            .order_by(Assignment.panelist_id, Assignment.position, Assignment.id)
        )
    )
    quality = {row.application_id: dice.uniform(0.45, 0.93) for row in charges}
    severity = {row.account_id: dice.uniform(-0.06, 0.06) for row in charges}
    done = int(len(charges) * share)
    for number, row in enumerate(charges[:done]):
        judge = session().get_one(Account, row.account_id)
        level = quality[row.application_id] + severity[row.account_id]
        with clock.at((round_.opens_at or clock.now()) + timedelta(minutes=30 + 4 * number)):
            _fill(row.public_id, judge, level, dice, hands_in=share == 1 or number % 12 != 11)


def _fill(public_id: str, judge: Account, level: float, dice: random.Random, *, hands_in: bool) -> None:
    charge = charge_by_public_id(public_id)
    rules = sheet_of(charge).rules
    changes = []
    for rule in rules.criteria:
        value = _points(rule, level + dice.gauss(0, 0.06))
        changes.append(FieldChange(Part.SCORE, value, rule.key))
        if rule.comment_below is not None and value < rule.comment_below:
            changes.append(FieldChange(Part.REASON, "Phần này còn sơ sài, cần bổ sung căn cứ.", rule.key))
    changes.append(FieldChange(Part.COMMENT, dice.choice(REMARKS)))
    save(charge, changes, by=judge)
    if hands_in:
        hand_in([charge_by_public_id(public_id)], by=judge)


def _points(rule: CriterionRule, level: float) -> Decimal:
    share = Decimal(str(round(min(max(level, 0.08), 1.0), 4)))
    steps = (rule.maximum * share / rule.step).to_integral_value()
    return min(steps * rule.step, rule.maximum)

"""Cloning: a contest's copy gets copies of its rubrics, chosen for the same rounds and boards."""

from ecosystem.audit import services as audit
from ecosystem.contests.models import Contest
from ecosystem.contests.signals import ContestCloned
from ecosystem.core.database import session, transaction
from ecosystem.judging.models import RoundRubric, Rubric, RubricVersion
from ecosystem.judging.queries.rubrics import chosen_versions, from_version, rubrics_of_contest
from ecosystem.judging.services.rubrics import write_rules


def clone_rubrics(fact: ContestCloned) -> None:
    """Copy the rubrics of `source_id` into `copy_id`: the version in use, else the newest; numbering begins anew.

    Rubrics are made inside the transaction that clones the contest.
    """
    with transaction() as current:
        source, copy = current.get_one(Contest, fact.source_id), current.get_one(Contest, fact.copy_id)
        chosen = chosen_versions(source)
        made: dict[int, RubricVersion] = {}
        for line in rubrics_of_contest(source):
            used = {version.id: version for version in chosen.values() if version.rubric_id == line.rubric.id}
            for version in used.values() or (line.version,):
                made[version.id] = _copied(line.rubric, version, copy)
        for (round_id, board_id), version in chosen.items():
            if version.id in made and round_id in fact.rounds and board_id in fact.boards:
                use = RoundRubric(round_id=fact.rounds[round_id], board_id=fact.boards[board_id])
                use.rubric_version = made[version.id]
                current.add(use)
        current.flush()
        if made:
            audit.record("judging.rubrics_cloned", copy, by=fact.by, scope=copy, changes={"rubrics": (0, len(made))})


def _copied(rubric: Rubric, version: RubricVersion, contest: Contest) -> RubricVersion:
    copy = Rubric(organiser_id=rubric.organiser_id, contest_id=contest.id, name=rubric.name, name_en=rubric.name_en)
    made = RubricVersion(rubric=copy, number=1)
    write_rules(made, from_version(version))
    session().add(copy)
    return made

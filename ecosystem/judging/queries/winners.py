"""What is public of results: announced prizes, announced rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from ecosystem.applications.models import Application
from ecosystem.contests.models import Board, Contest
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import Award, Bundle, Publication, RoundEntry
from ecosystem.judging.queries.decisions import awards_in


@dataclass(frozen=True)
class WinnersPage:
    """Announced prizes by board (None for the whole contest), announced rounds with who went on, files' hashes."""

    awards: Sequence[Award]
    publications: Sequence[Publication]
    advanced: dict[int, list[RoundEntry]]
    files: dict[int, str]

    @property
    def boards(self) -> list[tuple[Board | None, list[Award]]]:
        """The prizes of each board, in order."""
        grouped: dict[int, tuple[Board | None, list[Award]]] = {}
        for award in self.awards:
            board = award.prize.board
            grouped.setdefault(board.id if board else 0, (board, []))[1].append(award)
        return [grouped[key] for key in sorted(grouped, key=lambda key: (key == 0, key))]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been announced."""
        return not self.publications


def winners_of(contest: Contest) -> WinnersPage:
    """Return what was announced of the contest and stands; at most five statements."""
    publications = (
        session()
        .scalars(
            select(Publication)
            .where(Publication.contest_id == contest.id, Publication.withdrawn_at.is_(None))
            .options(joinedload(Publication.round), defer(Publication.snapshot))
            .order_by(Publication.number.desc())
        )
        .all()
    )
    awards = [award for award in awards_in(contest) if award.announced_at is not None]
    files = select(Bundle.publication_id, Bundle.file_hash).where(
        Bundle.publication_id.in_([each.id for each in publications])
    )
    hashes = {row[0]: row[1] for row in session().execute(files)}
    return WinnersPage(awards, publications, _advanced([each.round_id for each in publications]), hashes)


def _advanced(round_ids: Sequence[int]) -> dict[int, list[RoundEntry]]:
    found: dict[int, list[RoundEntry]] = {}
    if not round_ids:
        return found
    rows = session().scalars(
        select(RoundEntry)
        .join(RoundEntry.application)
        .where(
            RoundEntry.round_id.in_(round_ids),
            RoundEntry.decision == Decision.ADVANCE,
            RoundEntry.announced_at.is_not(None),
        )
        .options(joinedload(RoundEntry.board), joinedload(RoundEntry.application).joinedload(Application.startup))
        .order_by(RoundEntry.board_id, RoundEntry.final_rank, Application.number)
    )
    for row in rows:
        found.setdefault(row.round_id, []).append(row)
    return found


def public_names(application: Application) -> list[str]:
    """Return the names of the team that may stand in public: not those of children without a guardian's consent."""
    return [
        member.name
        for member in application.members
        if not (member.is_under_16 and member.guardian_consented_at is None)
    ]

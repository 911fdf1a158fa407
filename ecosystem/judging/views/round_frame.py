"""What every organiser's page about one round is given."""

from typing import Any

from ecosystem.contests.models import Round
from ecosystem.judging.queries.rounds import judged_rounds


def framed(round_: Round, *, switches: bool = False) -> dict[str, Any]:
    """Return contest, round and rounds for `judging/round_desk.html`.

    With `switches` the page offers the other rounds, whose page of the same endpoint needs nothing but the round.
    """
    rounds = judged_rounds(round_.contest) if switches else [round_]
    return {"contest": round_.contest, "round": round_, "rounds": rounds}

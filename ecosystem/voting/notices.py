"""Mails of public votes: the link that confirms a ballot, and word that an address has voted already."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send
from ecosystem.voting.models import Poll, Voter

register_topic(_l("Public vote"), "vote_")
CONFIRM = register(NoticeKind("vote_confirm", _l("Confirm a vote"), duty=True, secret=True, in_inbox=False))
ALREADY = register(NoticeKind("vote_counted_before", _l("A vote is counted already"), duty=True, in_inbox=False))


def mails_batch(poll: Poll) -> str:
    """Name all mails to the voters of a poll, which are forgotten with them."""
    return f"poll:{poll.public_id}"


def ballot_asked(poll: Poll, voter: Voter, token: str, titles: list[str]) -> None:
    """Send the link; the mail holds the only copy of it."""
    values = _about(poll) | {"titles": titles}
    link = absolute(f"/vote/confirm/{token}")
    send(CONFIRM, _to(voter), values, scope=poll.contest, batch=mails_batch(poll), url=link)


def voted_before(poll: Poll, voter: Voter) -> None:
    """Tell the owner of the address, and nobody else, that a ballot of theirs is counted; once."""
    key = f"voted:{voter.id}"
    send(ALREADY, _to(voter), _about(poll), scope=poll.contest, batch=mails_batch(poll), dedup_key=key)


def _about(poll: Poll) -> dict[str, object]:
    contest = poll.contest
    return {"poll": poll, "contest": contest, "organiser": contest.event.organiser, "zone": contest.timezone}


def _to(voter: Voter) -> Recipient:
    return Recipient(voter.email, "", language=voter.language)

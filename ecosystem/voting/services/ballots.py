"""Voting: ask for a ballot by e-mail, confirm it by the link. Only what is confirmed counts, and only once."""

import hmac
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ecosystem.accounts.services.throttling import Origin, begin_attempt
from ecosystem.applications.models import Application
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.core.windows import Phase
from ecosystem.voting import notices
from ecosystem.voting.domain.addresses import domain_of, is_disposable, voter_key
from ecosystem.voting.domain.bursts import Watch
from ecosystem.voting.models import BallotRequest, Poll, PollSalt, Quarantine, Vote, Voter
from ecosystem.voting.queries.polls import candidates, token_hash

LINK_LASTS = timedelta(hours=48)


@dataclass(frozen=True)
class Choice:
    """What a voter sends: an address and the public ids of the chosen entries."""

    email: str
    entries: Sequence[str]
    language: str = "vi"


def ask_for_ballot(poll: Poll, choice: Choice, *, origin: Origin) -> None:
    """Keep the choice and mail the link that confirms it. An address that voted before is told so by mail alone,
    so that nobody learns from this page who voted.

    Raises Refused outside the poll's time, Invalid for a choice that cannot stand, TooMany for too many tries.
    """
    key = voter_key(choice.email)
    ensure_open(poll)
    chosen = _chosen(poll, choice.entries)
    begin_attempt("ballot", {"network": origin.address, "account": f"{poll.id}:{key}"})
    with transaction() as current:
        voter = _voter(poll, key, choice)
        if voter.confirmed_at is not None:
            notices.voted_before(poll, voter)
            return
        token, now = secrets.token_urlsafe(32), clock.now()
        current.execute(
            update(BallotRequest)
            .where(BallotRequest.voter_id == voter.id, BallotRequest.expires_at > now)
            .values(expires_at=now)
        )
        request = BallotRequest(
            voter_id=voter.id,
            token_hash=token_hash(token),
            choices=[entry.id for entry in chosen],
            asked_at=now,
            expires_at=now + LINK_LASTS,
        )
        current.add(request)
        notices.ballot_asked(poll, voter, token, [entry.title for entry in chosen])


def ensure_open(poll: Poll) -> None:
    """Raise Refused, with the poll's times, unless votes are taken now."""
    now = clock.now()
    if poll.announced_at is not None and poll.window.accepts(now):
        return
    if poll.window.phase(now) is Phase.UPCOMING or poll.announced_at is None:
        raise Refused(_l("The vote has not begun yet."))
    raise Refused(_l("The vote is over. Votes had to be given and confirmed before it ended."))


def _chosen(poll: Poll, public_ids: Sequence[str]) -> Sequence[Application]:
    wanted = set(public_ids[:500])
    if not wanted:
        raise Invalid(_l("Choose at least one entry."), details={"choice": _l("Choose at least one entry.")})
    found = candidates(poll, wanted)
    if len(found) != len(wanted):
        raise Invalid(_l("One of the entries cannot be voted for any more. Please choose again."))
    most = poll.votes_per_board
    if any(number > most for number in Counter(entry.board_id for entry in found).values()):
        text = _l("Choose at most %(most)s entries on each board.", most=most)
        raise Invalid(text, details={"choice": text})
    return found


def _voter(poll: Poll, key: str, choice: Choice) -> Voter:
    """The address's row, locked; made at its first ballot."""
    mine = select(Voter.id).where(Voter.poll_id == poll.id, Voter.email_key == key)
    ident = session().scalar(mine)
    if ident is None:
        now = clock.now()
        try:
            with unique_or(""):
                session().add(
                    Voter(
                        poll_id=poll.id,
                        email=choice.email.strip(),
                        email_key=key,
                        domain=domain_of(key),
                        language=choice.language,
                        asked_at=now,
                        consented_at=now,
                    )
                )
                session().flush()
        except AlreadyTaken:  # the same address at the same time
            session().expire_all()
        ident = session().scalar(mine)
    assert ident is not None
    return locked(Voter, ident)


def confirm(request: BallotRequest, *, origin: Origin) -> int:
    """Count the ballot; return its number of votes. Confirming again changes nothing.

    Raises Refused when the vote is over, the link is old, or the address voted by another link.
    """
    with transaction() as current:
        voter = locked(Voter, request.voter_id)
        present = locked(BallotRequest, request.id)
        if present.used_at is not None:
            return len(present.choices)
        if voter.confirmed_at is not None:
            raise Refused(_l("This address has voted already; its earlier ballot stands."))
        poll = request.voter.poll
        ensure_open(poll)
        if present.expires_at <= clock.now():
            raise Refused(_l("This link is not the newest one or too old. Please vote again to get a new one."))
        standing = {entry.id for entry in candidates(poll)}
        chosen = [ident for ident in present.choices if ident in standing]
        if not chosen:
            raise Refused(_l("None of the chosen entries can be voted for any more. Please choose again."))
        current.add_all([Vote(poll_id=poll.id, voter_id=voter.id, application_id=ident) for ident in chosen])
        _count(poll, voter, origin)
        present.used_at = clock.now()
        return len(chosen)


def _count(poll: Poll, voter: Voter, origin: Origin) -> None:
    now = clock.now()
    salt = _salt(poll, now.date().isoformat())
    voter.confirmed_at = now
    voter.address_hash = hashed(salt, origin.address)
    voter.network_hash = hashed(salt, network_of(origin.address))
    voter.counts = not is_disposable(voter.domain)
    if not voter.counts:
        row = Quarantine(poll_id=poll.id, voter_id=voter.id, watch=Watch.DISPOSABLE, group=voter.domain, at=now)
        session().add(row)


def hashed(salt: str, text: str) -> str:
    """Return a keyed hash that tells equal from different, and nothing else once the salt is gone."""
    return hmac.new(salt.encode(), text.encode(), "sha256").hexdigest() if text else ""


def network_of(address: str) -> str:
    """Return the range an address belongs to: /24 of IPv4, /48 of IPv6; "" for what is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))


def _salt(poll: Poll, day: str) -> str:
    wanted = select(PollSalt.secret).where(PollSalt.poll_id == poll.id, PollSalt.day == day)
    found = session().scalar(wanted)
    if found is None:
        try:
            with unique_or(""):
                session().add(PollSalt(poll_id=poll.id, day=day, secret=secrets.token_hex(32)))
                session().flush()
        except AlreadyTaken:  # the first two votes of the day came together
            session().expire_all()
        found = session().scalar(wanted)
    assert found is not None
    return found

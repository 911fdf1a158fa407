"""Every endpoint, asked by everybody, about a record of their own organiser, of another one, and about none.

The views are taken out, so that routes, sign-in, loaders and rules answer alone and nothing is changed. Who may is
written here by hand, action by action, and not read from the rules: a rule that changes must change here as well.
"""

import inspect
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from ecosystem.core.access import Guard, guard_of, requires
from tests.house_rules.access_world import Arguments, World, arguments_of, make_world
from tests.house_rules.parts import (
    EVERYBODY,
    HISTORIANS,
    INVITED,
    LEAD,
    NO_ONE,
    OF_STAFF,
    OWNERS,
    PARTS,
    READERS,
    RUNNERS,
    SCREENERS,
    SIGNED_IN,
    STAFF,
    TEAM,
    Matrix,
)
from tests.house_rules.test_access import nobodys
from tests.house_rules.worlds import tables
from tests.support.factories.accounts import sign_in

LET_IN = "let in"
CHAIR, JUDGE = frozenset(("chair",)), frozenset(("judge",))
DESK = OF_STAFF | CHAIR

# Action: who may; who sees the thing and is told why not (403). For all others it is not there (404).
MATRIX: Matrix = {
    "account:own": (SIGNED_IN, NO_ONE),
    "account:end_session": (LEAD, NO_ONE),
    "notification:list": (SIGNED_IN, NO_ONE),
    "notification:open": (LEAD, NO_ONE),
    "task:list": (SIGNED_IN, NO_ONE),
    "task:see": (LEAD, NO_ONE),
    "task:cancel": (LEAD, NO_ONE),
    "portal:work": (SIGNED_IN, NO_ONE),
    "startup:list_mine": (SIGNED_IN, NO_ONE),
    "startup:create": (SIGNED_IN, NO_ONE),
    "startup:view": (TEAM | {"operator"}, NO_ONE),
    "startup:work": (TEAM | {"operator"}, NO_ONE),
    "startup:see_deck": (TEAM | {"operator"}, NO_ONE),
    "startup:edit": (TEAM, TEAM | {"operator"}),
    "startup:manage_team": (LEAD, TEAM | {"operator"}),
    "startup:archive": (LEAD, TEAM | {"operator"}),
    "startup:leave": (TEAM, TEAM | {"operator"}),
    "startup:answer_invitation": (INVITED, NO_ONE),
    "organiser:list_mine": (SIGNED_IN, NO_ONE),
    "organiser:found": (SIGNED_IN, NO_ONE),
    "organiser:approve": (frozenset(("operator",)), NO_ONE),
    "organiser:view": (OF_STAFF, NO_ONE),
    "organiser:edit": (RUNNERS, OF_STAFF),
    "organiser:manage_staff": (OWNERS, OF_STAFF),
    "organiser:leave": (frozenset(STAFF), OF_STAFF),
    "organiser:read_history": (HISTORIANS, OF_STAFF),
    "organiser:create_event": (RUNNERS, OF_STAFF),
    "organiser:answer_invitation": (INVITED, NO_ONE),
    "event:view": (EVERYBODY, NO_ONE),
    "event:see_picture": (EVERYBODY, NO_ONE),
    "event:see_desk": (OF_STAFF, NO_ONE),
    "event:edit": (RUNNERS, OF_STAFF),
    "event:publish": (RUNNERS, OF_STAFF),
    "event:clone": (RUNNERS, OF_STAFF),
    "contest:view_public": (EVERYBODY, NO_ONE),
    "contest:ask": (SIGNED_IN, NO_ONE),
    "contest:list": (OF_STAFF, NO_ONE),
    "contest:create": (RUNNERS, OF_STAFF),
    "contest:view": (OF_STAFF, NO_ONE),
    "contest:edit": (RUNNERS, OF_STAFF),
    "contest:publish": (RUNNERS, OF_STAFF),
    "contest:end": (RUNNERS, OF_STAFF),
    "contest:clone": (RUNNERS, OF_STAFF),
    "contest:extend": (RUNNERS, OF_STAFF),
    "contest:answer": (SCREENERS, OF_STAFF),
    "contest:read_history": (HISTORIANS, OF_STAFF),
    "console:read_outbox": (RUNNERS, OF_STAFF),
    "console:edit_outbox": (RUNNERS, OF_STAFF),
    "application:list_own": (SIGNED_IN, NO_ONE),
    "application:enter": (SIGNED_IN, NO_ONE),
    "application:view": (TEAM, NO_ONE),
    "application:edit": (LEAD, TEAM),
    "application:submit": (LEAD, TEAM),
    "application:withdraw": (LEAD, TEAM),
    "application:manage_team": (LEAD, TEAM),
    "application:read": (TEAM | READERS | JUDGE, NO_ONE),
    "application:read_file": (TEAM | READERS | JUDGE, NO_ONE),
    "application:list": (READERS, NO_ONE),
    "application:export": (SCREENERS, READERS),
    "application:screen_all": (SCREENERS, READERS),
    "application:announce": (RUNNERS, READERS),
    "application:view_as_staff": (READERS, NO_ONE),
    "application:screen": (SCREENERS, READERS),
    "application:note": (SCREENERS, READERS),
    "application:extend": (RUNNERS, READERS),
    "application:moderate": (RUNNERS, READERS),
    "application:compare": (SCREENERS, READERS),
    "application:view_pair": (READERS, NO_ONE),
    "application:judge_pair": (SCREENERS, READERS),
    "application:view_gallery": (EVERYBODY, NO_ONE),
    "application:view_in_gallery": (NO_ONE, NO_ONE),
    "judging:view": (DESK, NO_ONE),
    "judging:manage_rubrics": (RUNNERS, DESK),
    "judging:manage_templates": (RUNNERS, NO_ONE),
    "judging:manage_panel": (RUNNERS, DESK),
    "judging:see_conflicts": (RUNNERS | CHAIR, DESK),
    "judging:assign": (RUNNERS, DESK),
    "judging:view_progress": (DESK, NO_ONE),
    "judging:view_ranking": (RUNNERS | CHAIR, DESK),
    "judging:read_reviews": (RUNNERS | CHAIR, DESK),
    "judging:enter_components": (RUNNERS, DESK),
    "judging:chair_vote": (CHAIR, DESK),
    "judging:view_judge_profiles": (CHAIR, DESK),
    "judging:deliberate": (RUNNERS | CHAIR, DESK),
    "judging:discuss": (RUNNERS | CHAIR | JUDGE | {"other_judge"}, NO_ONE),
    "judging:run_committee": (RUNNERS, DESK),
    "judging:committee_vote": (frozenset(("rival",)), NO_ONE),
    "judging:decide": (RUNNERS, DESK),
    "judging:publish": (RUNNERS, DESK),
    "judging:run_pitches": (RUNNERS, DESK),
    "judging:see_stage": (DESK | JUDGE | {"other_judge"}, NO_ONE),
    "judging:judge_desk": (SIGNED_IN, NO_ONE),
    "judging:judge_round": (JUDGE | CHAIR | {"other_judge"}, NO_ONE),
    "judging:score": (JUDGE, NO_ONE),
    "judging:reopen": (CHAIR, DESK),
    "judging:answer_invitation": (INVITED, NO_ONE),
    "judging:declare_conflicts": (JUDGE, NO_ONE),
    "judging:own_certificate": (TEAM | RUNNERS, NO_ONE),
    "voting:vote": (EVERYBODY, NO_ONE),
    "voting:view": (OF_STAFF, NO_ONE),
    "voting:run": (RUNNERS, OF_STAFF),
    **tables("MATRIX"),
}
# Of a draft, what is otherwise public is its staff's only.
OF_DRAFTS: Matrix = {
    "event:view": (OF_STAFF, NO_ONE),
    "event:see_picture": (OF_STAFF, NO_ONE),
    "contest:view_public": (OF_STAFF, NO_ONE),
    "contest:ask": (NO_ONE, OF_STAFF),
    "application:enter": (NO_ONE, NO_ONE),
    "application:view_gallery": (NO_ONE, NO_ONE),
    **tables("OF_DRAFTS"),
}
PARTS_A_WORLD = 6
STATUS = {"in": 200, "told": 403, "absent": 404, "sign in": 303}


@pytest.fixture
def guards(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Rule, Guard]]:
    """Every guarded endpoint with its guard; its view only tells that somebody came in."""
    found = []
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is None or guard.action is None:
            continue
        found.append((rule, guard))
        emptied = requires(guard.action, on=guard.on, anonymous=guard.anonymous)(lambda *_a, **_k: LET_IN)
        monkeypatch.setitem(app.view_functions, rule.endpoint, emptied)
    return found


def expected(guard: Guard, part: str, matrix: Matrix) -> str:
    assert guard.action is not None
    if part == "nobody" and not guard.anonymous:
        return "sign in"
    may, sees = matrix[guard.action.value]
    return "in" if part in may else "told" if part in sees else "absent"


def address(rule: Rule, known: Arguments) -> str:
    """The URL of a known record; what the loader does not ask for names nothing."""
    built = rule.build({name: known.get(name, nobodys(rule, name)) for name in rule.arguments})
    assert built is not None, rule.rule
    return str(built[1])


def names_a_record(guard: Guard) -> bool:
    """Whether the address names a record; pages that name none show everybody their own."""
    return guard.on is not None and bool(inspect.signature(guard.on).parameters)


def known_arguments(world: World | None, guard: Guard) -> Arguments:
    if world is None or guard.on is None or not names_a_record(guard):
        return {}
    assert guard.action is not None
    known = arguments_of(world, guard.on, guard.action.value)
    assert known is not None, f"access_world has no record for {guard.on.__module__}.{guard.on.__name__}"
    return known


def visitor(app: Flask, world: World, part: str) -> FlaskClient:
    client = app.test_client()
    person = world.people[part]
    if person is not None:
        sign_in(client, person)
    return client


def answers(
    client: FlaskClient, guards: list[tuple[Rule, Guard]], world: World | None
) -> Iterator[tuple[Rule, Guard, int]]:
    for rule, guard in guards:
        method = "GET" if "GET" in (rule.methods or set()) else "POST"
        answer = client.open(address(rule, known_arguments(world, guard)), method=method)
        assert answer.status_code != 200 or answer.get_data(as_text=True) == LET_IN
        yield rule, guard, answer.status_code


def test_every_action_is_in_the_matrix(guards: list[tuple[Rule, Guard]]) -> None:
    """A new action says here who may; one that guards no endpoint any more is taken out."""
    assert {guard.action.value for _rule, guard in guards if guard.action} == set(MATRIX)


def batches(parts: Iterable[str]) -> list[tuple[str, ...]]:
    """A world takes as long to make as a part takes to ask everything in it: several parts share one."""
    every = tuple(parts)
    return [every[start : start + PARTS_A_WORLD] for start in range(0, len(every), PARTS_A_WORLD)]


@pytest.mark.parametrize("parts", batches(PARTS), ids="+".join)
def test_with_records_of_the_own_organiser(
    app: Flask, session: Session, guards: list[tuple[Rule, Guard]], parts: tuple[str, ...]
) -> None:
    world = make_world()
    wrong = [
        (part, rule.endpoint, status, wanted)
        for part in parts
        for rule, guard, status in answers(visitor(app, world, part), guards, world)
        if status != STATUS[wanted := expected(guard, part, MATRIX)]
    ]
    assert not wrong


@pytest.mark.parametrize("parts", batches(part for part in PARTS if part not in ("operator", "nobody")), ids="+".join)
def test_with_records_of_another_organiser(
    app: Flask, session: Session, guards: list[tuple[Rule, Guard]], parts: tuple[str, ...]
) -> None:
    """Whatever somebody is here, there they are anybody."""
    here, there = make_world(), make_world()
    wrong = [
        (part, rule.endpoint, status, wanted)
        for part in parts
        for rule, guard, status in answers(visitor(app, here, part), guards, there)
        if status != STATUS[wanted := expected(guard, "person" if names_a_record(guard) else part, MATRIX)]
    ]
    assert not wrong


@pytest.mark.parametrize("parts", batches(PARTS), ids="+".join)
def test_with_drafts(app: Flask, session: Session, guards: list[tuple[Rule, Guard]], parts: tuple[str, ...]) -> None:
    world = make_world(is_public=False)
    asked = [(rule, guard) for rule, guard in guards if guard.action and guard.action.value in OF_DRAFTS]
    wrong = [
        (part, rule.endpoint, status, wanted)
        for part in parts
        for rule, guard, status in answers(visitor(app, world, part), asked, world)
        if status != STATUS[wanted := expected(guard, part, OF_DRAFTS)]
    ]
    assert not wrong


def test_with_records_that_do_not_exist(app: Flask, session: Session, guards: list[tuple[Rule, Guard]]) -> None:
    """What does not exist is answered as what may not be seen."""
    asked = [(rule, guard) for rule, guard in guards if names_a_record(guard)]
    world = make_world()
    wrong = [
        (part, rule.endpoint, status)
        for part in ("owner", "operator", "person")
        for rule, _guard, status in answers(visitor(app, world, part), asked, None)
        if status != 404
    ]
    assert not wrong

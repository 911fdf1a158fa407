"""Who may: rules named by actions, declared on every endpoint, refused when absent.

A feature's `policies.py` lists its actions in an enumeration and one rule per action:

    class StartupAction(Action):
        VIEW = "startup:view"
        EDIT = "startup:edit"

    @rule(StartupAction.EDIT, see=StartupAction.VIEW)
    def edit(actor: Actor, startup: Startup) -> Verdict:
        return is_member(actor, startup) or Denial(_("Only members of the team can change the profile."))

A rule answers True, False or a `Denial` with its reason. Whoever fails a rule gets 403 with the reason if
the `see` action of the same resource is granted (or if the rule is its own guard and says a Denial), else 404.
Every endpoint carries `@requires(...)` or `@public`; `check_endpoints` refuses to start the app otherwise.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from ecosystem.core.errors import NoSuchRecord, NotAllowed, SignInNeeded, Text


class Action(StrEnum):
    """Base of the features' action enumerations; values read `resource:verb`."""


class Actor(Protocol):
    """Whoever acts: an account, or nobody in particular."""

    @property
    def id(self) -> int | None: ...

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def is_operator(self) -> bool: ...


@dataclass(frozen=True)
class Nobody:
    """The actor when no one is signed in."""

    id: None = None
    is_authenticated: bool = False
    is_operator: bool = False
    is_active: bool = False
    is_anonymous: bool = True
    language: None = None
    timezone: None = None

    def get_id(self) -> None:
        """Flask-Login asks; nobody has no id."""
        return


@dataclass(frozen=True)
class Denial:
    """A refusal with its reason, in words for the actor."""

    reason: Text

    def __bool__(self) -> bool:
        return False


Verdict = bool | Denial
Rule = Callable[[Any, Any], Verdict]


@dataclass(frozen=True)
class _Registered:
    check: Rule
    see: Action | None


@dataclass(frozen=True)
class Guard:
    """What an endpoint declared. `action` None means open to everybody."""

    action: Action | None
    on: Callable[..., Any] | None = None
    anonymous: bool = False


_rules: dict[Action, _Registered] = {}
_named: dict[str, Action] = {}
V = TypeVar("V", bound=Callable[..., Any])
R = TypeVar("R", bound=Callable[..., Verdict])


def rule(action: Action, *, see: Action | None = None) -> Callable[[R], R]:
    """Register the decorated function as the one rule for `action`."""

    def register(check: R) -> R:
        present = _rules.get(action)
        if present and present.check is not check:
            raise RuntimeError(f"two rules for {action}")
        _rules[action] = _Registered(check, see)
        _named[action.value] = action
        return check

    return register


def verdict(actor: Any, action: Action, resource: Any = None) -> Verdict:
    """Ask the rule for `action`. Raises KeyError when no rule was written for it."""
    return _rules[action].check(actor, resource)


def can(actor: Any, action: Action, resource: Any = None) -> bool:
    """Tell whether `actor` may do `action` on `resource`."""
    return bool(verdict(actor, action, resource))


def may_open(endpoint: str, resource: Any = None) -> bool:
    """Tell whether whoever asks may open the page `endpoint` about `resource`, so that no link leads to a refusal."""
    guard = guard_of(current_app.view_functions[endpoint])
    return guard is None or guard.action is None or can(actor(), guard.action, resource)


def action_named(name: str) -> Action:
    """Return the action whose value is `name`. Raises KeyError when no rule was written for it."""
    return _named[name]


def ensure(actor: Any, action: Action, resource: Any = None) -> None:
    """Raise NoSuchRecord (may not see it) or NotAllowed (sees it, may not act) unless granted."""
    answer = verdict(actor, action, resource)
    if answer:
        return
    see = _rules[action].see
    if see is None and not isinstance(answer, Denial):
        raise NoSuchRecord(_l("There is no such page."))
    if see is not None and not can(actor, see, resource):
        raise NoSuchRecord(_l("There is no such page."))
    raise NotAllowed(answer.reason if isinstance(answer, Denial) else _l("Your role does not allow this."))


def actor() -> Actor:
    """Return whoever makes this request."""
    return cast(Actor, current_user._get_current_object())


def requires(action: Action, *, on: Callable[..., Any] | None = None, anonymous: bool = False) -> Callable[[V], V]:
    """Guard an endpoint: sign-in, then load, then rule, then the view.

    `on` is a loader: it takes the URL arguments it names and returns the resource, which the view gets as
    its first argument instead of them. `anonymous` lets somebody who is not signed in ask the rule too.
    """

    def guard(view: V) -> V:
        @wraps(view)
        def guarded(**url_arguments: Any) -> Any:
            if not anonymous and not current_user.is_authenticated:
                raise SignInNeeded(_l("Please sign in first."))
            if on is None:
                ensure(actor(), action)
                return view(**url_arguments)
            names = inspect.signature(on).parameters
            resource = on(**{name: url_arguments.pop(name) for name in list(url_arguments) if name in names})
            ensure(actor(), action, resource)
            return view(resource, **url_arguments)

        guarded.guard = Guard(action, on, anonymous)  # type: ignore[attr-defined]
        return cast(V, guarded)

    return guard


def public(view: V) -> V:
    """Declare an endpoint open to everybody."""
    view.guard = Guard(None, anonymous=True)  # type: ignore[attr-defined]
    return view


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """Return what the endpoint declared, or None."""
    return getattr(view, "guard", None)


def access_table(app: Flask) -> list[tuple[str, str, str, str]]:
    """List (endpoint, methods, URL rule, action) of the whole application, sorted."""
    rows = []
    for url in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[url.endpoint])
        methods = ",".join(sorted((url.methods or set()) - {"HEAD", "OPTIONS"}))
        rows.append((url.endpoint, methods, url.rule, _told(guard)))
    return sorted(rows)


def _told(guard: Guard | None) -> str:
    if guard is None:
        return "UNDECLARED"
    if guard.action is None:
        return "public"
    return f"{guard.action.value}{' (also signed out)' if guard.anonymous else ''}"


def check_endpoints(app: Flask) -> None:
    """Raise RuntimeError, naming them, unless every endpoint declared an action that has a rule."""
    missing, ruleless = [], []
    for endpoint, view in app.view_functions.items():
        guard = guard_of(view)
        if guard is None:
            missing.append(endpoint)
        elif guard.action is not None and guard.action not in _rules:
            ruleless.append(f"{endpoint} ({guard.action})")
    if missing or ruleless:
        raise RuntimeError(f"endpoints without declared access: {missing}; without a rule: {ruleless}")

"""Checks parameters against the types that Stripe's own library carries: a misspelt or wrongly typed one is refused."""

import sys
from functools import cache
from typing import Any

import stripe.params
import stripe.params.checkout
from pydantic import ConfigDict, TypeAdapter, ValidationError
from stripe import RequestOptions
from typing_extensions import TypedDict, is_typeddict

from tests.support.stripe_account import Wrong

TYPES = {
    "checkout/sessions": stripe.params.checkout.SessionCreateParams,
    "refunds": stripe.params.RefundCreateParams,
}


def check(path: str, asked: dict[str, Any]) -> None:
    """Raise Wrong, as Stripe answers, unless `asked` are parameters of a POST to `path`."""
    kind = TYPES.get(path)
    if kind is None:
        return
    try:
        adapter(kind).validate_python(asked)
    except ValidationError as error:
        first = error.errors()[0]
        name = "".join(f"[{part}]" if at else str(part) for at, part in enumerate(first["loc"]))
        code = "parameter_unknown" if first["type"] == "extra_forbidden" else "parameter_invalid"
        raise Wrong(f"{first['msg']}: {name}", param=name, code=code) from error


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The checker of one type, which takes no fields that it and its parts do not name."""
    module = sys.modules[kind.__module__]
    config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    for part in vars(module).values():
        if is_typeddict(part) and part.__module__ == kind.__module__:
            part.__pydantic_config__ = config
    # Options of the request (keys, versions) are headers and no parameters.
    fields = {name: hint for name, hint in kind.__annotations__.items() if name not in RequestOptions.__annotations__}
    own = TypedDict(kind.__name__, fields)  # type: ignore[operator]
    own.__module__, own.__pydantic_config__ = kind.__module__, config
    return TypeAdapter(own)

"""How templates are run: the same output as Jinja's own, with less work for each value and each call.

A page writes one or two thousand values and calls several hundred macros and functions. Jinja asks each value whether
it is markup, makes markup of it and asks each callable whether it wants the context, by attributes that are not there;
here the types that nearly all of them have are known beforehand, and the others go Jinja's way.
"""

from types import FunctionType
from typing import Any

from flask import Flask
from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

BLOCK_ARGUMENTS = ("_block_vars", "_loop_vars")


class QuickContext(Context):
    """Calls macros and plain functions at once."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  as Jinja declares it
        kind = type(__obj)
        if kind is Macro:
            for name in BLOCK_ARGUMENTS:
                kwargs.pop(name, None)
            return __obj(__self.eval_ctx, *args, **kwargs)
        if kind is FunctionType and "jinja_pass_arg" not in __obj.__dict__:
            for name in BLOCK_ARGUMENTS:
                kwargs.pop(name, None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class QuickGenerator(CodeGenerator):
    """Writes `environment.written(value)` where Jinja writes `escape(value)`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


def written(value: Any) -> str:
    """Return `value` as it stands in a page: markup as it is, everything else escaped."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)


def init_rendering(app: Flask) -> None:
    """Prepare the environment; before the first template is loaded."""
    environment: Environment = app.jinja_env
    environment.context_class = QuickContext
    environment.code_generator_class = QuickGenerator
    environment.written = written  # type: ignore[attr-defined]

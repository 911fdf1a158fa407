"""The words of a mail: the standard ones, and those an organiser gave a kind of mail instead."""

import re
from collections.abc import Mapping
from typing import Any

import structlog
from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from jinja2 import Environment, TemplateError, TemplateSyntaxError
from sqlalchemy import select

from ecosystem.audit.services import assign, record
from ecosystem.core.database import Model, check_version, locked, session, transaction
from ecosystem.core.errors import Invalid
from ecosystem.notifications.domain import wording
from ecosystem.notifications.domain.inert import inert, plain
from ecosystem.notifications.kinds import NoticeKind
from ecosystem.notifications.models import MailTemplate

_NAMED = re.compile(r"'[^']+'")
log = structlog.get_logger(__name__)


def standard_words(kind: NoticeKind, language: str) -> tuple[str, str]:
    """Return (subject, body) of the product's own text, with its placeholders."""
    name = f"email/{kind.name}/{language}.md"
    loader = current_app.jinja_env.loader
    if loader is None:
        raise RuntimeError("the application has no templates")
    return wording.divided(loader.get_source(current_app.jinja_env, name)[0])


def wording_of(scope: Model, kind: NoticeKind, language: str) -> MailTemplate | None:
    """Return the words `scope` gave this kind of mail in this language; None for the standard ones."""
    return session().scalar(
        select(MailTemplate).where(
            MailTemplate.scope_type == scope.__tablename__,
            MailTemplate.scope_id == scope.id,
            MailTemplate.kind == kind.name,
            MailTemplate.language == language,
        )
    )


def in_standard_words(kind: NoticeKind, language: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Return (subject, body) of a mail in the product's own words, filled in with `values`."""
    mails, context = _prepared(values)
    subject, body = wording.divided(mails.get_template(f"email/{kind.name}/{language}.md").render(context))
    return plain(subject), body


def in_own_words(own: MailTemplate, values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return (subject, body) in an organiser's words; None when they cannot be filled in, which is logged.

    A receipt or a decision may not fail because of its words: the caller then takes the standard ones.
    """
    try:
        return _filled(own.subject, own.body, values)
    except TemplateError as error:
        log.warning("own wording not usable", kind=own.kind, scope=own.scope_id, reason=str(error))
        return None


def preview_wording(
    kind: NoticeKind, *, language: str, subject: str, body: str, example: Mapping[str, Any]
) -> tuple[str, str]:
    """Return (subject, body) as `example` would be told. Raises Invalid, naming the placeholder that is wrong."""
    _ensure_known(subject + "\n" + body, "\n".join(standard_words(kind, language)))
    with force_locale(language):
        try:
            return _filled(subject, body, example)
        except TemplateError as error:
            name = _NAMED.search(error.message or "")
            raise Invalid(
                _l("%(name)s has no value where it stands.", name=name.group() if name else _l("A placeholder"))
            ) from error


def save_wording(
    scope: Model,
    kind: NoticeKind,
    *,
    language: str,
    subject: str,
    body: str,
    example: Mapping[str, Any],
    version: int | None = None,
    by: int,
) -> MailTemplate:
    """Store a scope's own words for a kind of mail, tried with `example`. Raises Invalid and StaleEdit."""
    preview_wording(kind, language=language, subject=subject, body=body, example=example)
    with transaction() as current:
        row = wording_of(scope, kind, language)
        if row is None:
            row = MailTemplate(scope_type=scope.__tablename__, scope_id=scope.id, kind=kind.name, language=language)
            row.subject = row.body = ""
            current.add(row)
        else:
            row = locked(MailTemplate, row.id)
            check_version(row, version)
        changes = assign(row, {"subject": subject, "body": body})
        record("mail:wording", row, by=by, scope=scope, changes=changes)
        return row


def reset_wording(scope: Model, kind: NoticeKind, *, language: str, by: int) -> bool:
    """Go back to the standard words; return whether there were others."""
    with transaction() as current:
        row = wording_of(scope, kind, language)
        if row is None:
            return False
        changes = {"subject": (row.subject, ""), "body": (row.body, "")}
        record("mail:wording_reset", row, by=by, scope=scope, changes=changes)
        current.delete(row)
        return True


def _ensure_known(text: str, standard: str) -> None:
    try:
        unknown = wording.foreign(text, standard)
        wording.ensure_well_formed(text)
    except TemplateSyntaxError as error:
        raise Invalid(_l("A placeholder is not written correctly in line %(line)d.", line=error.lineno)) from error
    if unknown:
        raise Invalid(_l("This mail has no placeholder %(name)s. Use only those of the list.", name=unknown[0]))


def _filled(subject: str, body: str, values: Mapping[str, Any]) -> tuple[str, str]:
    mails, context = _prepared(values)
    return plain(_text(mails, subject, context)), _text(mails, body, context)


def _text(mails: Environment, source: str, context: Mapping[str, Any]) -> str:
    return str(mails.from_string(source).render(context)).strip()


def _prepared(values: Mapping[str, Any]) -> tuple[Environment, dict[str, Any]]:
    """The environment of mails, which are Markdown and not HTML, and all that a mail's template may name."""
    pages = current_app.jinja_env
    mails: Environment = current_app.extensions.setdefault(
        "mail_templates", pages.overlay(finalize=inert, autoescape=False)
    )
    mails.loader = pages.loader
    context = dict(values)
    current_app.update_template_context(context)
    return mails, context

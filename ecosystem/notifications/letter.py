"""A mail's two faces: plain text, and HTML in the house's letter; and its unsubscribe link."""

from flask import render_template
from flask_babel import force_locale, gettext
from itsdangerous import BadSignature, URLSafeSerializer

from ecosystem.core.settings import Settings
from ecosystem.core.web.rich_text import markdown
from ecosystem.notifications.domain.inert import plain
from ecosystem.notifications.kinds import all_kinds
from ecosystem.notifications.models import Mail


def unsubscribe_token(account_id: int, kind: str, settings: Settings) -> str:
    """Return the signed token of an unsubscribe link; it works without signing in."""
    return str(_signer(settings).dumps([account_id, kind]))


def read_unsubscribe_token(token: str, settings: Settings) -> tuple[int, str] | None:
    """Return (account id, kind) of a token that is ours, else None."""
    try:
        account_id, kind = _signer(settings).loads(token)
    except BadSignature:
        return None
    return int(account_id), str(kind)


def unsubscribe_url(mail: Mail, settings: Settings) -> str:
    """Return the one-click address to switch this kind off; "" where it is a duty or there is no account."""
    optional = {kind.name for kind in all_kinds() if not kind.duty}
    if mail.account_id is None or mail.kind not in optional:
        return ""
    return f"{settings.base_url}/unsubscribe/{unsubscribe_token(mail.account_id, mail.kind, settings)}"


def text_of(mail: Mail, leave: str) -> str:
    """Return the plain text of a mail; Markdown reads well as it stands."""
    if not leave:
        return plain(mail.body) + "\n"
    with force_locale(mail.language):
        stop = gettext("Stop mails of this kind")
    return f"{plain(mail.body)}\n\n--\n{stop}: {leave}\n"


def html_of(mail: Mail, settings: Settings, leave: str) -> str:
    """Return the mail as an HTML letter."""
    with force_locale(mail.language):
        return render_template(
            "email/letter.html", mail=mail, body=markdown(mail.body), base_url=settings.base_url, leave=leave
        )


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="unsubscribe")

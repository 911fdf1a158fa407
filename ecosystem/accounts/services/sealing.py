"""Keeping secrets unreadable to whoever has only the database. Keys are derived from the deployment's secret.

The library is imported where it is used: only second factors need its 6 MB.
"""

import base64
import hashlib
import hmac

from flask import current_app
from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Unavailable


def _key(purpose: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret: str = current_app.config["SETTINGS"].secret_key
    return HKDF(SHA256(), length=32, salt=None, info=f"ecosystem {purpose}".encode()).derive(secret.encode())


def seal(plain: str) -> str:
    """Return `plain` encrypted (Fernet: AES-128-CBC with HMAC-SHA256)."""
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(_key("authenticator"))).encrypt(plain.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises Unavailable when the deployment's secret is not the one it was sealed with."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(base64.urlsafe_b64encode(_key("authenticator"))).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unavailable(_l("The authenticator cannot be checked at the moment. Please tell the operator.")) from error


def keyed_hash(text: str) -> str:
    """Return what is stored of a short code: HMAC-SHA256 under a key that is not in the database."""
    return hmac.new(_key("recovery codes"), text.encode(), hashlib.sha256).hexdigest()

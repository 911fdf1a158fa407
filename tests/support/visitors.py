"""People who talk to a running server over HTTP as a browser does, many at once."""

import http.client
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from ecosystem.accounts.models import Account
from ecosystem.accounts.services import Origin, open_session

PATIENCE = 60  # seconds
Body = bytes | Iterable[bytes] | None  # pieces are sent chunked, without a length


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


@dataclass
class Caller:
    """Somebody at a browser that follows no redirects."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """Send a form with the token of the session."""
        body = urlencode({**(form or {}), "csrf_token": self.token}).encode()
        return self.send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, name: str, content: bytes, kind: str = "application/octet-stream") -> Answer:
        """Send one file as a form does."""
        boundary = uuid.uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return self.send("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request on a connection of its own; cookies are kept."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**self._own_headers(), **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(answer.status, dict(answer.headers), text)

    def _own_headers(self) -> dict[str, str]:
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": pairs, "X-CSRFToken": self.token, "Accept-Language": "vi"}


def caller(app: Flask, url: str, who: Account) -> Caller:
    """Sign an account in, without the form; call it inside an application context."""
    raw = secrets.token_hex(20)
    opened = open_session(who, origin=Origin("127.0.0.1", "Firefox"))
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    content = serializer.dumps({"_user_id": opened.token, "_fresh": True, "csrf_token": raw})
    token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(raw)
    return Caller(url, {app.config["SESSION_COOKIE_NAME"]: str(content)}, str(token))

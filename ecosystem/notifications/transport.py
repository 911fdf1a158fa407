"""How a mail leaves the house: by SMTP, or into a folder of .eml files where none is configured."""

import os
import smtplib
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any, Protocol

from ecosystem.core import clock
from ecosystem.core.settings import MailSettings, Settings
from ecosystem.notifications.letter import html_of, text_of, unsubscribe_url
from ecosystem.notifications.models import Mail

LINE_END = "\r\n"


class MailAway(Exception):
    """The mail server cannot be reached or will not take mail now; try again later."""


class Rejected(Exception):
    """The mail server refuses this mail for good (no such address)."""


class Transport(Protocol):
    """Whatever can send a mail."""

    def send(self, mail: Mail) -> None:
        """Send it. Raises MailAway or Rejected."""


def transport_for(settings: Settings) -> Transport:
    """Return SMTP when a host is configured, else the folder."""
    if settings.mail.host:
        return SmtpTransport(settings)
    return FolderTransport(settings)


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """Return the mail as a MIME message: text and HTML, in UTF-8, with a stable Message-ID."""
    message = EmailMessage(policy=WholeWords(linesep=LINE_END))
    name, address = parseaddr(settings.mail.sender)
    message["From"] = _address(name, address)
    message["To"] = _address(mail.to_name, mail.to_address)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.public_id}@{address.partition('@')[2] or 'localhost'}>"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    leave = unsubscribe_url(mail, settings)
    if leave:
        message["List-Unsubscribe"] = f"<{leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(mail, leave))
    message.add_alternative(html_of(mail, settings, leave), subtype="html")
    if mail.calendar:
        _invite(message, mail.calendar)
    return message


def _invite(message: EmailMessage, calendar: str) -> None:
    """Attach an iCalendar object, so that mail programs offer to put it into the calendar, or to take it out."""
    method = calendar.partition("METHOD:")[2].split(None, 1)[0]
    message.add_attachment(
        calendar.encode(),
        maintype="text",
        subtype="calendar",
        filename="invite.ics",
        params={"method": method, "charset": "utf-8"},
    )


class FolderTransport:
    """Writes each mail as a .eml file, for demonstration and tests."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder: Path = settings.mail_folder

    def send(self, mail: Mail) -> None:
        """Write the file; it appears whole or not at all, and a second time replaces the first."""
        target = self.folder / f"{mail.public_id}.eml"
        unfinished = target.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(message_of(mail, self.settings).as_bytes())
            os.replace(unfinished, target)
        except OSError as error:
            raise MailAway(str(error)) from error


class SmtpTransport:
    """Hands each mail to the configured server, on a connection of its own."""

    TIMEOUT = 20

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.mail: MailSettings = settings.mail

    def send(self, mail: Mail) -> None:
        """Deliver to the server. Raises MailAway (try again) or Rejected (never)."""
        message = message_of(mail, self.settings)
        try:
            with self._connection() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal([code for code, _ in error.recipients.values()], str(error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal([error.smtp_code], str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailAway(str(error)) from error

    def _connection(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self.mail.use_ssl else smtplib.SMTP
        server = kind(self.mail.host, self.mail.port, timeout=self.TIMEOUT)
        if self.mail.use_tls and not self.mail.use_ssl:
            server.starttls()
        if self.mail.username:
            server.login(self.mail.username, self.mail.password)
        return server


def _refusal(codes: list[int], text: str) -> MailAway | Rejected:
    """Codes from 500 concern this mail for good, except failed authentication, which is ours to mend."""
    mends_itself = any(code < 500 or code in (530, 534, 535, 538) for code in codes)
    return MailAway(text) if mends_itself else Rejected(text)


class WholeWords(EmailPolicy):
    """Writes subjects and names letter by letter as they are.

    The library's own folding, up to Python 3.12.3, loses a space or puts one into a word where a long text with
    Vietnamese letters is broken ("Vòng sơ khảo– Ý tưởng").
    """

    def fold(self, name: str, value: Any) -> str:
        """Write one header."""
        encoded = _encoded(name, value)
        return super().fold(name, value) if encoded is None else f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Write one header for sending."""
        encoded = _encoded(name, value)
        return super().fold_binary(name, value) if encoded is None else f"{name}: {encoded}{self.linesep}".encode()


def _encoded(name: str, value: Any) -> str | None:
    """The header's text as encoded words; None where the library may write it: no words, or plain letters only."""
    if name == "Subject" and not str(value).isascii():
        return _words(name, str(value))
    people: tuple[Address, ...] = getattr(value, "addresses", ())
    if len(people) != 1 or people[0].display_name.isascii() or not people[0].addr_spec.isascii():
        return None
    return f"{_words(name, people[0].display_name)}{LINE_END} <{people[0].addr_spec}>"


def _words(name: str, text: str) -> str:
    return Header(text, "utf-8", header_name=name).encode(linesep=LINE_END)


def _address(name: str, address: str) -> Address:
    return Address(display_name=" ".join(name.split())[:120], addr_spec=address)

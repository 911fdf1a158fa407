"""Writing, holding, editing and delivering mails."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused, StaleEdit
from ecosystem.core.settings import MailSettings
from ecosystem.notifications import kinds, services
from ecosystem.notifications.kinds import NoticeKind
from ecosystem.notifications.models import Mail, MailState, MailTemplate, Notification
from ecosystem.notifications.services.delivery import MOST_ATTEMPTS, wait_before
from ecosystem.notifications.transport import FolderTransport, MailAway, SmtpTransport, message_of
from tests.support.mailboxes import text_of

NEWS = NoticeKind("test_news", "Tin tức")
DUTY = NoticeKind("test_receipt", "Biên nhận", duty=True)
HELD = NoticeKind("test_decision", "Kết quả", duty=True, held=True)
TEMPLATE = "Subject: Xin chào {{ to.name }}\n\nHồ sơ **{{ code }}** đã nhận. {{ url }}\n"


@pytest.fixture(autouse=True)
def _templates(app, monkeypatch):
    """Templates of the kinds used here, in front of the product's own."""
    from jinja2 import ChoiceLoader, DictLoader

    texts = {f"email/{kind.name}/{lang}.md": TEMPLATE for kind in (NEWS, DUTY, HELD) for lang in ("vi", "en")}
    monkeypatch.setitem(kinds._kinds, HELD.name, HELD)
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([DictLoader(texts), app.jinja_loader]))


@pytest.fixture
def reader(session):
    with transaction() as current:
        account = Account(
            email="an@example.vn", email_key="an@example.vn", name="Nguyễn Mẫu An", email_verified_at=clock.now()
        )
        account.index_name()
        current.add(account)
    return account


@pytest.mark.parametrize(
    "name",
    [
        "[Nhận thưởng](https://xau.example)",
        r"\[Nhận thưởng](https://xau.example)",
        "<https://xau.example>",
        "![](//x.vn)",
    ],
)
def test_a_name_is_no_link_in_a_mail(app, session, name):
    mail = services.send(DUTY, recipient(name=name), {"code": name})
    assert mail.subject == f"Xin chào {name}"
    message = message_of(mail, app.config["SETTINGS"])
    html = message.get_body(("html",)).get_content()
    assert 'href="https://xau' not in html
    assert "<img" not in html
    assert f"Hồ sơ **{name}** đã nhận." in text_of(message)


def recipient(account=None, **changes):
    to = services.Recipient("an@example.vn", "Nguyễn Mẫu An", account_id=account.id if account else None)
    return replace(to, **changes)


def write(kind=DUTY, to=None, **options):
    return services.send(kind, to or recipient(), {"code": "HS-2027-0042"}, **options)


def state_of(session, mail):
    return session.scalar(select(Mail.state).where(Mail.id == mail.id))


def test_a_mail_is_rendered_when_it_is_written(session):
    mail = write(url="http://localhost/x")
    assert mail.subject == "Xin chào Nguyễn Mẫu An"
    assert mail.body == "Hồ sơ **HS-2027-0042** đã nhận. http://localhost/x"
    assert mail.state is MailState.QUEUED


def test_the_same_key_writes_once(session, reader):
    assert write(to=recipient(reader), dedup_key="receipt:1") is not None
    assert write(to=recipient(reader), dedup_key="receipt:1") is None
    assert len(session.scalars(select(Mail)).all()) == 1
    assert len(session.scalars(select(Notification)).all()) == 1


def test_a_folder_gets_the_mail_once(app, session, mailbox):
    mail = write()
    transport = FolderTransport(app.config["SETTINGS"])
    assert services.deliver_due(transport) == (1, 0)
    assert services.deliver_due(transport) == (0, 0)
    message = mailbox.latest("an@example.vn")
    assert message["subject"] == "Xin chào Nguyễn Mẫu An"
    assert "HS-2027-0042" in text_of(message)
    assert "<strong>HS-2027-0042</strong>" in message.get_body(("html",)).get_content()
    assert state_of(session, mail) is MailState.SENT


def test_a_held_mail_waits_for_its_release_and_a_withdrawn_one_never_goes(app, session):
    first, second = write(HELD, batch="round:1", dedup_key="a"), write(HELD, batch="round:1", dedup_key="b")
    transport = FolderTransport(app.config["SETTINGS"])
    assert services.deliver_due(transport) == (0, 0)
    assert services.withdraw(dedup_key="b") == 1
    assert services.release("round:1") == 1
    assert services.deliver_due(transport) == (1, 0)
    assert state_of(session, first) is MailState.SENT
    assert state_of(session, second) is MailState.WITHDRAWN
    assert write(HELD, batch="round:1", dedup_key="b") is not None  # a new decision may be told


def test_a_held_mail_comes_to_the_inbox_when_it_is_released(session, reader):
    write(HELD, to=recipient(reader), batch="round:1", dedup_key="a", url="/entries/x")
    write(HELD, to=recipient(reader), batch="round:1", dedup_key="b")
    assert session.scalars(select(Notification)).all() == []
    services.withdraw(dedup_key="b")
    assert services.release("round:1") == 1
    (line,) = session.scalars(select(Notification))
    assert (line.title, line.url) == ("Xin chào Nguyễn Mẫu An", "/entries/x")
    assert services.release("round:1") == 0


def test_a_real_server_gets_vietnamese_letters_whole(app, session, smtp_sink):
    write(to=recipient(name='Y Ƀung Niê, "Phó" trưởng phòng'))
    settings = replace(app.config["SETTINGS"], mail=smtp(smtp_sink))
    assert services.deliver_due(SmtpTransport(settings)) == (1, 0)
    (message,) = smtp_sink.received
    assert "Y Ƀung Niê" in str(message["to"])
    assert message["subject"] == 'Xin chào Y Ƀung Niê, "Phó" trưởng phòng'


def test_a_server_that_is_away_costs_a_wait_and_no_mail(app, session, smtp_sink):
    mail = write()
    settings = replace(app.config["SETTINGS"], mail=smtp(smtp_sink))
    smtp_sink.refuse_with = "451 later"
    assert services.deliver_due(SmtpTransport(settings)) == (0, 1)
    session.refresh(mail)
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    assert mail.due_at > clock.now()
    assert "451" in mail.last_error
    smtp_sink.refuse_with = ""
    with clock.at(mail.due_at):
        assert services.deliver_due(SmtpTransport(settings)) == (1, 0)


def test_a_mail_refused_for_good_fails_at_once_and_can_be_put_back(app, session, smtp_sink, reader):
    mail = write()
    settings = replace(app.config["SETTINGS"], mail=smtp(smtp_sink))
    smtp_sink.refuse_with = "550 no such person"
    assert services.deliver_due(SmtpTransport(settings)) == (0, 1)
    assert state_of(session, mail) is MailState.FAILED
    smtp_sink.refuse_with = ""
    services.put_back(mail, by=reader.id)
    assert services.deliver_due(SmtpTransport(settings)) == (1, 0)


def test_the_waits_grow_and_end(app, session):
    class Away:
        def send(self, _mail):
            raise MailAway("connection refused")

    mail = write()
    at = clock.now()
    for _ in range(MOST_ATTEMPTS):
        with clock.at(at):
            assert services.deliver_due(Away()) == (0, 1)
        at += timedelta(hours=7)
    assert state_of(session, mail) is MailState.FAILED
    assert [wait_before(n) for n in (1, 2, 3)] == [timedelta(minutes=m) for m in (1, 2, 4)]
    assert wait_before(40) == timedelta(hours=6)


def test_a_claim_that_lapsed_is_taken_up_again(app, session):
    mail = write()
    with transaction():
        mail.state, mail.claimed_until = MailState.SENDING, clock.now() + timedelta(minutes=5)
    transport = FolderTransport(app.config["SETTINGS"])
    assert services.deliver_due(transport) == (0, 0)
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert services.deliver_due(transport) == (1, 0)


def test_a_full_disk_keeps_the_mail(app, session, tmp_path):
    write()
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    transport = FolderTransport(app.config["SETTINGS"])
    transport.folder = blocked
    assert services.deliver_due(transport) == (0, 1)
    assert session.scalar(select(Mail.state)) is MailState.QUEUED


def test_waiting_mails_are_edited_and_sent_ones_are_not(app, session, reader):
    mail = write()
    services.edit(mail, subject="Khác", body="Lời khác", version=mail.version, by=reader.id)
    with pytest.raises(StaleEdit):
        services.edit(mail, subject="Cũ", body="Lời cũ", version=mail.version - 1, by=reader.id)
    services.deliver_due(FolderTransport(app.config["SETTINGS"]))
    with pytest.raises(Refused):
        services.edit(mail, subject="Muộn", body="Muộn", version=None, by=reader.id)
    with pytest.raises(Refused):
        services.withdraw_one(mail, by=reader.id)


def test_a_kind_switched_off_comes_to_the_inbox_only(session, reader):
    services.set_preference(NEWS, by_mail=False, by=reader.id)
    assert write(NEWS, to=recipient(reader)) is None
    assert session.scalar(select(Notification.title)) == "Xin chào Nguyễn Mẫu An"
    with pytest.raises(Refused):
        services.set_preference(DUTY, by_mail=False, by=reader.id)


def test_a_kind_that_is_not_worded_keeps_its_standard_words(app, session, reader):
    with transaction() as current:
        current.add(
            MailTemplate(
                scope_type="account", scope_id=reader.id, kind=NEWS.name, language="vi", subject="Khác", body="Khác"
            )
        )
    subject, _ = services.render(NEWS, recipient(), {"code": "7"}, scope=reader)
    assert subject.startswith("Xin chào")
    assert services.render(replace(NEWS, worded=True), recipient(), {"code": "7"}, scope=reader) == ("Khác", "Khác")


def smtp(sink):
    return MailSettings(host="127.0.0.1", port=sink.port, use_tls=False, sender="Ecosystem <no-reply@example.vn>")

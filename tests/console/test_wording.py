"""An organiser's own words for the mails of a contest."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ecosystem.accounts.notices import recipient_of
from ecosystem.audit.models import AuditEntry
from ecosystem.console.desk import wording
from ecosystem.contests.models import Contest
from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, StaleEdit
from ecosystem.notifications import services
from ecosystem.notifications.kinds import kind_named
from ecosystem.notifications.models import MailTemplate
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.contests import make_contest
from tests.support.factories.events import make_event, make_organiser

OWN = {"subject": "Biên nhận {{ entry.code }}", "body": "Chào **{{ to.name }}**, Sở đã nhận hồ sơ {{entry.title}}."}


@pytest.fixture
def owner(session):
    return account("Trần Mẫu Hương")


@pytest.fixture
def contest(owner) -> Contest:
    return make_contest(make_event(make_organiser(owner)))


@pytest.fixture
def signed_in(client: FlaskClient, owner) -> FlaskClient:
    sign_in(client, owner)
    return client


def page(contest: Contest, kind: str = "entry_received", language: str = "vi") -> str:
    return f"/organise/contests/{contest.slug}/outbox/wording/{kind}/{language}"


def save(contest, owner, **changes):
    words = {"subject": "Một", "body": "Hai", "language": "vi"} | changes
    example = wording.example_of(contest, "vi", "Hương")
    return services.save_wording(contest, kind_named("entry_received"), example=example, by=owner.id, **words)


def test_every_kind_can_be_tried_in_both_languages_in_its_standard_words(app, contest):
    kinds = wording.worded_kinds()
    assert len(kinds) > 10
    with app.test_request_context():
        for kind in kinds:
            for language in wording.LANGUAGES:
                example = wording.example_of(contest, language, "Hương")
                subject, body = services.standard_words(kind, language)
                shown = services.preview_wording(kind, language=language, subject=subject, body=body, example=example)
                assert "Hương" in shown[1], (kind.name, language)
                assert "{" not in "".join(shown)
                legend = wording.legend_of(kind, language, example)
                assert ("{{ to.name }}", "Hương") in legend
                assert all(filled for _, filled in legend)


def test_a_mail_is_written_in_own_words_and_after_a_reset_in_the_standard_ones(app, signed_in, contest, owner):
    answer = signed_in.post(page(contest), data=OWN)
    assert answer.status_code == 302
    kind, values = kind_named("entry_received"), wording.example_of(contest, "vi", "Hương")
    with app.test_request_context():
        own = services.render(kind, recipient_of(owner), values, scope=contest)
        assert own[0] == f"Biên nhận {values['entry'].code}"
        assert own[1].startswith("Chào **Trần Mẫu Hương**, Sở đã nhận hồ sơ")
        other = make_contest(contest.event)
        assert services.render(kind, recipient_of(owner), values, scope=other)[0].startswith("Đã nhận hồ sơ")
    signed_in.post(page(contest) + "/reset")
    with app.test_request_context():
        assert services.render(kind, recipient_of(owner), values, scope=contest)[0].startswith("Đã nhận hồ sơ")


def test_preview_shows_the_words_and_stores_nothing(signed_in, contest, session):
    answer = signed_in.post(page(contest), data=OWN | {"look": "1"})
    assert "Sở đã nhận hồ sơ Trà thảo mộc Măng Đen" in answer.text
    assert session.scalar(select(MailTemplate)) is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{{ account.password_hash }}", "{{ account.password_hash }}"),
        ("{{ entry.code", "dòng 2"),
        ("{% include 'email/letter.html' %}", "include"),
        ("{% raw %}x{% endraw %}", "raw"),
        ("{% if reason %}x", "reason"),
    ],
)
def test_other_placeholders_are_refused_and_what_was_typed_is_kept(signed_in, contest, session, body, says):
    answer = signed_in.post(page(contest), data={"subject": "Thư {{ entry.code }}", "body": body})
    assert answer.status_code == 200
    assert says in answer.get_data(as_text=True).replace("&#39;", "'")
    assert "Thư {{ entry.code }}" in answer.text
    assert session.scalar(select(MailTemplate)) is None


def test_a_placeholder_outside_its_list_is_refused(app, contest):
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        example = wording.example_of(contest, "vi", "Hương")
        kind = kind_named("entry_returned")
        services.preview_wording(kind, language="vi", subject="A", body="Thiếu: {{ item }}", example=example)
    assert "item" in str(refused.value)


def test_words_that_cannot_be_filled_in_give_way_to_the_standard_ones(app, contest, owner):
    values = wording.example_of(contest, "vi", "Hương")
    with app.test_request_context():
        row = save(contest, owner, body="{{ entry.title }}")
        with transaction():
            row.body = "{{ gone.missing }}"
        shown = services.render(kind_named("entry_received"), recipient_of(owner), values, scope=contest)
    assert shown[0].startswith("Đã nhận hồ sơ")


def test_two_people_do_not_overwrite_each_other(app, contest, owner, session):
    with app.test_request_context():
        first = save(contest, owner).version
        save(contest, owner, subject="Ba", version=first)
        with pytest.raises(StaleEdit):
            save(contest, owner, subject="Bốn", version=first)
    acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action == "mail:wording")).all()
    assert len(acts) == 2


def test_a_secret_or_foreign_kind_has_no_page(signed_in, contest):
    for address in (page(contest, "account_reset"), page(contest, language="fr"), page(contest, "nonsense")):
        assert signed_in.get(address).status_code == 404
    lines = signed_in.get(f"/organise/contests/{contest.slug}/outbox/wording")
    assert "Biên nhận hồ sơ" in lines.text or "biên nhận" in lines.text.lower()

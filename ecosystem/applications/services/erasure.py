"""Forgetting a person who was erased."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from ecosystem.applications.models import Submission
from ecosystem.applications.queries.personal import memberships_of
from ecosystem.core.database import session, transaction


def forget_person(account_id: int) -> int:
    """Replace the person's name on teams by a neutral one and delete how to reach them; return on how many entries.

    What was handed in stays as the record of a contest, with the hash of what was received; the person's name and
    address in it are replaced too, and the content says so (`redacted`).
    """
    with transaction():
        members = memberships_of(account_id)
        with force_locale("vi"):
            nobody = _("A former member")
        for member in members:
            known = {member.name, member.email, member.phone} - {""}
            for submission in session().scalars(
                select(Submission).where(Submission.application_id == member.application_id)
            ):
                submission.content = _without(submission.content, known, nobody)
            member.name, member.email, member.phone = nobody, "", ""
            member.guardian_name, member.guardian_contact = "", ""
            member.account_id = None
        return len(members)


def _without(content: dict[str, object], known: set[str], nobody: str) -> dict[str, object]:
    people = content.get("members")
    if not isinstance(people, list):
        return content
    cleaned = []
    for person in people:
        if {person.get("name"), person.get("email")} & known:
            person = {**person, "name": nobody, "email": "", "phone": ""}
        cleaned.append(person)
    return {**content, "members": cleaned, "redacted": True}

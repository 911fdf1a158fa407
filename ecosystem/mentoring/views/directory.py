"""The directory of mentors, for everybody. It never shows how to reach them."""

from flask import render_template, request

from ecosystem.core import clock
from ecosystem.core.access import public, requires
from ecosystem.core.pagination import page_of
from ecosystem.mentoring.domain.taxonomy import LANGUAGES, TOPICS
from ecosystem.mentoring.models import MentorProfile
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import people
from ecosystem.mentoring.queries.people import MentorFilter
from ecosystem.mentoring.views.blueprint import bp
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES


def wanted_mentors() -> MentorFilter:
    """Return what the address asks for."""
    return MentorFilter(
        query=request.args.get("q", "").strip()[:200],
        sector=request.args.get("sector", ""),
        topic=request.args.get("topic", ""),
        language=request.args.get("language", ""),
        stage=request.args.get("stage", ""),
        newest_first=request.args.get("sort") == "new",
    )


@bp.get("/mentors")
@public
def index() -> str:
    """The mentors with a public profile."""
    wanted = wanted_mentors()
    page = page_of(people.directory(wanted), number=request.args.get("page", 1, int), per_page=24)
    tables = {"sectors": SECTORS, "topics": TOPICS, "languages": LANGUAGES, "stages": STAGES}
    return render_template("mentoring/index.html", page=page, wanted=wanted, moment=clock.now(), **tables)


@bp.get("/mentors/<mentor_id>")
@requires(MentoringAction.VIEW_MENTOR, on=people.profile_by_id, anonymous=True)
def mentor(profile: MentorProfile) -> str:
    """A mentor's profile."""
    return render_template("mentoring/mentor.html", profile=profile, moment=clock.now())

"""Signs for all booths of an exhibition."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ecosystem.core.access import Actor, can
from ecosystem.core.addresses import absolute
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.queries.exhibitions import accepted_exhibitors, booths_by_exhibitor, exhibition_by_id
from ecosystem.showcase.policies import ShowcaseAction
from ecosystem.showcase.queries.products import pages_of


def may_see(actor: Actor, task: BackgroundTask) -> bool:
    """The organiser's staff, at the moment they look."""
    exhibition = session().get(Exhibition, task.payload["exhibition_id"])
    return exhibition is not None and can(actor, ShowcaseAction.SEE_MODERATION, exhibition)


@background("showcase.signs", title=_l("Signs for all booths (PDF)"), see=may_see)
def make_signs(task: Running) -> str:
    """Write the signs of all exhibitors that are in, by booth number, into one PDF."""
    from ecosystem.showcase.documents.signs import sign_of, signs_document

    exhibition = one_or_missing(exhibition_by_id(task.payload["exhibition_id"]))
    exhibitors = list(scalars(accepted_exhibitors(exhibition)))
    idents = [each.id for each in exhibitors]
    booths, pages = booths_by_exhibitor(idents), pages_of(idents)
    exhibitors.sort(key=lambda each: (not booths.get(each.id), [b.sort_key for b in booths.get(each.id, ())]))
    signs = [
        sign_of(each, pages.get(each.id), booths.get(each.id, []), absolute(f"/b/{each.public_id}"))
        for each in exhibitors
    ]
    size = task.payload["size"]
    content = signs_document(signs, size, told=lambda done: task.progress(done, len(signs)))
    with task.file(f"{exhibition.slug}-signs-{size}.pdf", "application/pdf") as target:
        target.write(content)
    return str(ngettext("%(num)s sign is in the file.", "%(num)s signs are in the file.", len(signs)))

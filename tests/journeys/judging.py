"""The jury: invitations, assignment, score sheets."""

from tests.journeys.people import Person


def open_panel(organiser: Person) -> None:
    """From the contest's page."""
    organiser.follow("Chấm thi").reads("Chấm thi").follow("Hội đồng giám khảo").reads("Hội đồng giám khảo")


def invite_judge(organiser: Person, judge: Person, *, chairs: bool = False) -> None:
    """On the page of the panel."""
    organiser.main.get_by_role("button", name="Mời giám khảo").or_(
        organiser.main.get_by_role("link", name="Mời giám khảo")
    ).click()
    dialog = organiser.page.get_by_role("dialog", name="Mời giám khảo")
    dialog.get_by_role("textbox", name="Tên").fill(judge.name)
    dialog.get_by_role("textbox", name="Email").fill(judge.email)
    dialog.get_by_role("checkbox", name="Là chủ tịch hội đồng").set_checked(chairs)
    dialog.get_by_role("button", name="Gửi lời mời", exact=True).click()
    organiser.is_told(judge.name)

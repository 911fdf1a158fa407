"""The accounts of the demonstration. All have the same password, which works in the demonstration only."""

from dataclasses import dataclass

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services import create_account, give_consent
from ecosystem.core.database import session
from ecosystem.demo import sample

PASSWORD = "cao-nguyen-xanh-2027"  # noqa: S105 - printed for everybody who runs the demonstration


@dataclass(frozen=True)
class Role:
    """Somebody to sign in as: what the account shows."""

    address: str
    name: str
    shows: str
    is_operator: bool = False


ORGANISER = Role("btc@example.vn", "Trần Mẫu Hương", "Ban tổ chức (chủ sở hữu) / organiser, owner")
FOUNDER = "Thí sinh, có gian hàng, gọi vốn / founder, exhibitor"
SECRETARY = Role("thuky@example.vn", "Lê Mẫu Ngọc", "Tổ thư ký, kiểm tra hợp lệ / secretariat, eligibility")
OPERATOR = Role("quantri@example.vn", "Phạm Mẫu Long", "Quản trị hệ thống / operator", is_operator=True)


def roles() -> list[Role]:
    """Return the accounts that are shown to whoever starts the demonstration."""
    first_judges = [Role(each["email"], each["name"], "Giám khảo / judge") for each in sample.judges()[:3]]
    founders = [Role(each["team"]["leader_email"], each["team"]["leader_name"], FOUNDER) for each in sample.ideas()[:2]]
    mentors = [Role(each["email"], each["name"], "Cố vấn / mentor") for each in sample.sample()["mentors"][:1]]
    investors = [
        Role(sample.investor_address(each), each["name"], "Nhà đầu tư / investor")
        for each in sample.sample()["investors"][3:4]
    ]
    return [ORGANISER, SECRETARY, *first_judges, *founders, *mentors, *investors, OPERATOR]


def make_people() -> None:
    """Make all accounts of the demonstration that are not there yet."""
    everybody = {role.address: role for role in (ORGANISER, SECRETARY, OPERATOR)}
    for judge in sample.judges():
        everybody.setdefault(judge["email"], Role(judge["email"], judge["name"], ""))
    for idea in sample.ideas():
        team = idea["team"]
        everybody.setdefault(team["leader_email"], Role(team["leader_email"], team["leader_name"], ""))
    for role in everybody.values():
        make(role)


def account_at(address: str) -> Account:
    """Return the account of an address of the demonstration."""
    return session().scalars(select(Account).where(Account.email_key == address)).one()


def make(role: Role) -> None:
    """Make an account of the demonstration unless it is there."""
    if session().scalar(select(Account.id).where(Account.email_key == role.address)) is not None:
        return
    account = create_account(name=role.name, email=role.address, password=PASSWORD, is_operator=role.is_operator)
    give_consent(account, "account")

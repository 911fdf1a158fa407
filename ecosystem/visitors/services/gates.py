"""Gates and the devices that scan there."""

import secrets
from datetime import timedelta
from hashlib import sha256

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import NoSuchRecord
from ecosystem.events.models import Event
from ecosystem.visitors.models import Gate, GateDevice

STAFF_DEVICE_LASTS = timedelta(hours=16)


def add_gate(event: Event, *, name: str, capacity: int | None, by: int) -> Gate:
    """Add a gate. Raises AlreadyTaken for a name that is there."""
    with transaction() as current:
        last = current.scalar(select(func.max(Gate.position)).where(Gate.event_id == event.id))
        gate = Gate(event_id=event.id, name=name, capacity=capacity, position=(last or 0) + 1)
        with unique_or(_l("There is a gate of this name already.")):
            current.add(gate)
            current.flush()
        record("visitors.gate_added", gate, by=by, scope=event, note=name)
        return gate


def change_gate(gate: Gate, *, name: str, capacity: int | None, by: int) -> Gate:
    """Rename a gate or change how many people fit behind it."""
    with transaction() as current:
        row = locked(Gate, gate.id)
        with unique_or(_l("There is a gate of this name already.")):
            changes = assign(row, {"name": name, "capacity": capacity})
            current.flush()
        record("visitors.gate_changed", row, by=by, scope=gate.event, changes=changes)
        return row


def link_device(
    gate: Gate, *, label: str, lasts: timedelta, by: int, account: Account | None = None
) -> tuple[GateDevice, str]:
    """Let a telephone scan at a gate; return it with the token of its link, of which only the hash is stored.

    With `account` it is the account's own and ends with their place on the staff; without one it is a helper's.
    """
    token = secrets.token_urlsafe(24)
    with transaction() as current:
        device = GateDevice(
            event_id=gate.event_id,
            gate_id=gate.id,
            account_id=account.id if account else None,
            made_by_id=by,
            label=label,
            token_hash=token_hash(token),
            expires_at=clock.now() + lasts,
        )
        current.add(device)
        current.flush()
        record("visitors.device_linked", device, by=by, scope=gate.event, note=f"{gate.name}: {label}")
        return device, token


def revoke_device(event: Event, device_id: str, *, by: int) -> None:
    """End a device's link at once. Again changes nothing."""
    with transaction():
        row = session().scalar(
            select(GateDevice).where(GateDevice.event_id == event.id, GateDevice.public_id == device_id)
        )
        if row is None:
            raise NoSuchRecord(_l("This is no longer here."))
        if row.revoked_at is None:
            row.revoked_at = clock.now()
            record("visitors.device_revoked", row, by=by, scope=event, note=row.label)


def revoke_devices_of(account_id: int, event_ids: list[int]) -> None:
    """End the devices of somebody who left the staff. Inside a use case."""
    session().execute(
        update(GateDevice)
        .where(GateDevice.account_id == account_id, GateDevice.event_id.in_(event_ids), GateDevice.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def note_listed(device: GateDevice) -> None:
    """Keep when a device last fetched its list."""
    with transaction() as current:
        current.execute(update(GateDevice).where(GateDevice.id == device.id).values(listed_at=clock.now()))


def token_hash(token: str) -> str:
    """Return what is stored of a device's token."""
    return sha256(token.encode()).hexdigest()

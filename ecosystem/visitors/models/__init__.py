"""Tables of visitors: ticket types, registrations, tickets, gates, entries, consents, leads."""

from ecosystem.visitors.models.gates import Entry as Entry
from ecosystem.visitors.models.gates import Gate as Gate
from ecosystem.visitors.models.gates import GateDevice as GateDevice
from ecosystem.visitors.models.gates import ScanAttempt as ScanAttempt
from ecosystem.visitors.models.leads import Lead as Lead
from ecosystem.visitors.models.tickets import InvitationCode as InvitationCode
from ecosystem.visitors.models.tickets import Registration as Registration
from ecosystem.visitors.models.tickets import Ticket as Ticket
from ecosystem.visitors.models.tickets import TicketConsent as TicketConsent
from ecosystem.visitors.models.tickets import TicketType as TicketType
from ecosystem.visitors.models.tickets import VisitorQuestion as VisitorQuestion
from ecosystem.visitors.models.tickets import VisitTerms as VisitTerms

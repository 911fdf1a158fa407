"""What must always hold for visitors, as SQL that returns nothing."""

INVARIANTS = (
    (
        "a ticket counts one entry in a period",
        """
        SELECT ticket_id, period FROM entry WHERE period IS NOT NULL
        GROUP BY ticket_id, period HAVING count(*) > 1
        """,
    ),
    (
        "an entry is one of its own event's tickets, at a gate of the event",
        """
        SELECT entry.id FROM entry
        JOIN ticket ON ticket.id = entry.ticket_id
        JOIN gate ON gate.id = entry.gate_id
        WHERE ticket.event_id <> entry.event_id OR gate.event_id <> entry.event_id
        """,
    ),
    (
        "no more places of a ticket type are taken than there are",
        "SELECT id FROM ticket_type WHERE taken < 0 OR (capacity IS NOT NULL AND taken > capacity)",
    ),
    (
        "the places taken of a ticket type are those its registrations hold",
        """
        SELECT ticket_type.id FROM ticket_type
        LEFT JOIN registration ON registration.ticket_type_id = ticket_type.id
        GROUP BY ticket_type.id, ticket_type.taken HAVING ticket_type.taken <> coalesce(sum(registration.holds), 0)
        """,
    ),
    (
        "a registration holds places while it is live, and none on the waiting list or after its end",
        """
        SELECT id FROM registration
        WHERE (state IN ('waiting', 'cancelled', 'expired') AND holds > 0)
        OR (state IN ('unverified', 'awaiting_payment', 'offered') AND holds <> quantity)
        """,
    ),
    (
        "a confirmed registration has a valid ticket for each place it holds, any other has none",
        """
        SELECT registration.id FROM registration
        LEFT JOIN ticket ON ticket.registration_id = registration.id AND ticket.state = 'valid'
        GROUP BY registration.id, registration.state, registration.holds
        HAVING count(ticket.id) <> CASE WHEN registration.state = 'confirmed' THEN registration.holds ELSE 0 END
        """,
    ),
    (
        "a confirmed registration with a price has an order that was paid",
        """
        SELECT registration.id FROM registration
        LEFT JOIN payment_order AS paid ON paid.id = registration.order_id AND paid.paid_at IS NOT NULL
        WHERE registration.state = 'confirmed' AND registration.unit_price > 0 AND paid.id IS NULL
        """,
    ),
    (
        "a lead that shows the person rests on a consent that stands, of the same ticket",
        """
        SELECT lead.id FROM lead
        LEFT JOIN ticket_consent ON ticket_consent.id = lead.consent_id
        WHERE lead.state = 'given'
        AND (ticket_consent.id IS NULL OR ticket_consent.live IS NULL OR ticket_consent.ticket_id <> lead.ticket_id)
        """,
    ),
    (
        "of a lead without consent nothing of the person is kept",
        """
        SELECT id FROM lead
        WHERE state IN ('declined', 'withdrawn') AND (notes <> '' OR search_text <> '' OR rating IS NOT NULL)
        """,
    ),
)

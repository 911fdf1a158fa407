"""What must always hold in exhibitions, as SQL that returns nothing."""

INVARIANTS = (
    (
        "a booth has one live holder",
        "SELECT booth_id FROM booth_claim GROUP BY booth_id HAVING count(*) > 1",
    ),
    (
        "an exhibitor has booths of its own exhibition only, and none that left the plan",
        """
        SELECT booth_claim.id FROM booth_claim
        JOIN booth ON booth.id = booth_claim.booth_id
        JOIN exhibitor ON exhibitor.id = booth_claim.exhibitor_id
        WHERE booth.exhibition_id <> exhibitor.exhibition_id OR booth.removed_at IS NOT NULL
        """,
    ),
    (
        "a confirmed claim of a priced booth that was not given away has a paid order",
        """
        SELECT booth_claim.id FROM booth_claim
        WHERE booth_claim.state = 'confirmed' AND booth_claim.price > 0 AND NOT booth_claim.is_waived
          AND NOT EXISTS (
            SELECT 1 FROM booth_order
            JOIN payment_order ON payment_order.id = booth_order.order_id
            WHERE booth_order.claim_id = booth_claim.id
              AND payment_order.state IN ('paid', 'partly_refunded', 'refunded'))
        """,
    ),
    (
        "an order pays a claim of the exhibitor it was placed for",
        """
        SELECT booth_order.id FROM booth_order JOIN booth_claim ON booth_claim.id = booth_order.claim_id
        WHERE booth_claim.exhibitor_id <> booth_order.exhibitor_id
        """,
    ),
    (
        "what is held to be paid has an open order",
        """
        SELECT booth_claim.id FROM booth_claim
        WHERE booth_claim.state = 'held' AND NOT EXISTS (
            SELECT 1 FROM booth_order
            JOIN payment_order ON payment_order.id = booth_order.order_id
            WHERE booth_order.claim_id = booth_claim.id AND payment_order.state = 'open')
        """,
    ),
    (
        "who is offered a booth waited for it",
        """
        SELECT booth_claim.id FROM booth_claim
        WHERE booth_claim.state = 'offered' AND NOT EXISTS (
            SELECT 1 FROM waiting_place WHERE waiting_place.offered_booth_id = booth_claim.booth_id
              AND waiting_place.exhibitor_id = booth_claim.exhibitor_id AND waiting_place.state = 'offered')
        """,
    ),
)

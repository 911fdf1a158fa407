"""What must always hold of money, as SQL that returns nothing."""

INVARIANTS = (
    (
        "an order holds the sum of the captures that count for it",
        """
        SELECT payment_order.code FROM payment_order
        LEFT JOIN capture ON capture.order_id = payment_order.id AND capture.counts
        GROUP BY payment_order.id, payment_order.code, payment_order.captured
        HAVING payment_order.captured <> coalesce(sum(capture.amount), 0)
        """,
    ),
    (
        "an order gave back the sum of its refunds that are done, and reserves those that did not fail",
        """
        SELECT payment_order.code FROM payment_order
        LEFT JOIN refund ON refund.order_id = payment_order.id AND refund.counts
        GROUP BY payment_order.id, payment_order.code, payment_order.refunded, payment_order.reserved
        HAVING payment_order.refunded <> sum(CASE WHEN refund.state = 'done' THEN refund.amount ELSE 0 END)
            OR payment_order.reserved <> sum(CASE WHEN refund.state <> 'failed' THEN refund.amount ELSE 0 END)
        """,
    ),
    (
        "no more of a capture goes back than it was",
        """
        SELECT capture.id FROM capture JOIN refund ON refund.capture_id = capture.id AND refund.state <> 'failed'
        GROUP BY capture.id, capture.amount HAVING sum(refund.amount) > capture.amount
        """,
    ),
    (
        "a payment is recorded once",
        "SELECT provider, reference FROM capture GROUP BY provider, reference HAVING count(*) > 1",
    ),
    (
        "money counts if and only if it fitted by itself or a discrepancy of it was accepted",
        """
        SELECT capture.id FROM capture LEFT JOIN discrepancy ON discrepancy.capture_id = capture.id
        WHERE capture.counts <> (discrepancy.id IS NULL OR discrepancy.state = 'accepted')
        """,
    ),
    (
        "an order is paid if and only if money counts for it or it costs nothing",
        """
        SELECT code FROM payment_order
        WHERE (state IN ('paid', 'partly_refunded', 'refunded'))
            <> (captured > 0 OR (total = 0 AND paid_at IS NOT NULL))
        """,
    ),
    (
        "an order that nobody looked at is paid with exactly its total",
        """
        SELECT code FROM payment_order WHERE captured > 0 AND captured <> total AND NOT EXISTS (
            SELECT 1 FROM discrepancy JOIN capture ON capture.id = discrepancy.capture_id
            WHERE capture.order_id = payment_order.id AND discrepancy.state = 'accepted')
        """,
    ),
    (
        "an order's state says what went back",
        """
        SELECT code FROM payment_order
        WHERE (state = 'refunded') <> (captured > 0 AND refunded = captured)
            OR (state = 'partly_refunded') <> (refunded > 0 AND refunded < captured)
        """,
    ),
    (
        "a subject has one order that is open or paid",
        """
        SELECT code FROM payment_order
        WHERE (live_key IS NOT NULL) <> (state IN ('open', 'paid', 'partly_refunded'))
            OR (live_key IS NOT NULL AND live_key <> purpose || ':' || subject)
        """,
    ),
    (
        "an order costs the sum of its lines",
        """
        SELECT payment_order.code FROM payment_order LEFT JOIN order_line ON order_line.order_id = payment_order.id
        GROUP BY payment_order.id, payment_order.code, payment_order.total, payment_order.vat, payment_order.discount
        HAVING payment_order.total <> coalesce(sum(order_line.total), 0)
            OR payment_order.vat <> coalesce(sum(order_line.vat), 0)
            OR payment_order.discount <> coalesce(sum(order_line.discount), 0)
        """,
    ),
    (
        "numbers of papers run from 1 without gaps",
        """
        SELECT organiser_id, kind, year FROM receipt
        GROUP BY organiser_id, kind, year HAVING max(number) <> count(*) OR min(number) <> 1
        """,
    ),
    (
        "the first receipt of an order bears its mark, later ones and credit notes none",
        """
        SELECT code FROM receipt
        WHERE (receipt_of IS NOT NULL AND (kind <> 'receipt' OR receipt_of <> order_id))
           OR (kind = 'receipt' AND receipt_of IS NULL
               AND NOT EXISTS (SELECT 1 FROM receipt AS marked WHERE marked.receipt_of = receipt.order_id))
        """,
    ),
    (
        "what was paid has a receipt, and what went back a credit note",
        """
        SELECT code FROM payment_order WHERE captured > 0 AND captured <> (
            SELECT coalesce(sum(receipt.amount), 0) FROM receipt
            WHERE receipt.order_id = payment_order.id AND receipt.kind = 'receipt')
        UNION ALL
        SELECT code FROM payment_order WHERE refunded <> (
            SELECT coalesce(sum(receipt.amount), 0) FROM receipt
            WHERE receipt.order_id = payment_order.id AND receipt.kind = 'credit_note')
        """,
    ),
    (
        "a discount code is used within its limits, by orders that are open or were paid",
        """
        SELECT discount_code.code FROM discount_use
        JOIN discount_code ON discount_code.id = discount_use.discount_code_id
        JOIN payment_order ON payment_order.id = discount_use.order_id
        WHERE discount_use.number > discount_code.limit_total
            OR discount_use.buyer_number > discount_code.limit_per_buyer
            OR payment_order.state IN ('expired', 'cancelled')
        """,
    ),
    (
        "a line of a statement that pays is on record with its amount, and is not counted by another one",
        """
        SELECT statement_line.id FROM statement_line
        LEFT JOIN capture ON capture.id = statement_line.capture_id
        WHERE (statement_line.taken IS NOT NULL AND statement_line.state IN ('matched', 'held')
               AND (capture.id IS NULL OR capture.amount <> statement_line.amount OR capture.provider <> 'vietqr'))
            OR (statement_line.taken IS NULL AND statement_line.capture_id IS NOT NULL)
        """,
    ),
    (
        "of a statement that was applied or discarded the file is not kept, and its lines are named",
        """
        SELECT statement.id FROM statement WHERE state IN ('applied', 'discarded') AND content IS NOT NULL
        UNION ALL
        SELECT statement.id FROM statement JOIN statement_line ON statement_line.statement_id = statement.id
        WHERE statement.state = 'applied' AND statement_line.taken IS NULL
            AND statement_line.state NOT IN ('flawed', 'repeated')
        """,
    ),
)

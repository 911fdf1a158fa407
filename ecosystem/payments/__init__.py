"""Money: orders, what pays them, refunds, receipts and what differs from the bank."""

"""Messages to people: the outbox of mails, the inbox in the product, preferences."""

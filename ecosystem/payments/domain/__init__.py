"""Pure decisions of payments: prices, life cycles, words for amounts."""

"""What takes longer than a page should wait for: giving many orders back, long lists, long bank statements."""

from ecosystem.payments.background import orders as orders
from ecosystem.payments.background import statements as statements

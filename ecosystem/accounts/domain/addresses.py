"""E-mail addresses as keys."""

from ecosystem.core.search import normalise


def address_key(address: str) -> str:
    """Return the key by which an address is unique: NFC, without blanks around it, lower case.

    Mail servers may tell letter case apart; people do not.
    """
    return normalise(address.strip()).lower()

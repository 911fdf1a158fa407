"""Tax codes: companies have 10 digits, their branches 13, people the 12 of their personal number."""

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

PERSONAL_LENGTH = 12


def normalise_tax_code(typed: str) -> str:
    """Return the code as it is stored: "0100233488", "0314409058-002" or twelve digits; "" for blanks.

    Raises ValueError when it is none. Dots, blanks and dashes may stand anywhere.
    """
    digits = "".join(c for c in typed if c not in " .-\u2013\u00a0\t")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("letters in a tax code")
    if len(digits) == PERSONAL_LENGTH:
        return digits
    try:
        return str(mst.format(mst.validate(digits)))
    except ValidationError as error:
        raise ValueError("no tax code") from error

"""Telephone numbers."""


def telephone(text: str, *, region: str = "VN") -> str:
    """Return the number in E.164 ("+84912345678"), read as one of `region` when no country is given; "" for "".

    Raises ValueError for what cannot be a number.
    """
    import phonenumbers  # loads large tables, so only when a number is typed

    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"not a telephone number: {text!r}") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(f"not a telephone number: {text!r}")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

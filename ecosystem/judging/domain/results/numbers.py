"""Whole numbers of small units as people read them, quickly: a ranking shows ten thousand."""


def shown(value: int | None, places: int, mark: str = ",") -> str:
    """Write `value`, a whole number of `10 ** -places`, with exactly `places` decimals; a dash for None.

    `mark` is the decimal sign. Scores are never negative and stay below a thousand groups, so none are made.
    """
    if value is None:
        return "–"
    if not places:
        return str(value)
    whole, rest = divmod(value, 10**places)
    return f"{whole}{mark}{rest:0{places}d}"

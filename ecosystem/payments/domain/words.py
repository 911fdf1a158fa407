"""Amounts of money in words, as papers write them below the figures."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
GROUPS = ("", "nghìn", "triệu")
BILLION = 10**9

SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ((10**12, "trillion"), (BILLION, "billion"), (10**6, "million"), (1000, "thousand"))


def dong_in_words(amount: int, language: str) -> str:
    """Return "Năm mươi triệu đồng" (or "Fifty million dong") for 50000000. Raises ValueError below 0."""
    if amount < 0:
        raise ValueError("papers bear no negative amounts")
    words, unit = (in_english(amount), "dong") if language == "en" else (in_vietnamese(amount), "đồng")
    return f"{words[0].upper()}{words[1:]} {unit}"


def in_vietnamese(number: int) -> str:
    """Read a whole number as the north does: linh, mốt, tư, lăm; "không trăm" inside a number is said."""
    if number == 0:
        return DIGITS[0]
    return " ".join(_read(number, full=False))


def _read(number: int, *, full: bool) -> list[str]:
    above, below = divmod(number, BILLION)
    words = [*_read(above, full=full), "tỷ"] if above else []
    for exponent in (2, 1, 0):
        group = below // 1000**exponent % 1000
        if group:
            words += _group(group, full=full or bool(words))
            words += [GROUPS[exponent]] if exponent else []
    return words


def _group(number: int, *, full: bool) -> list[str]:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens > 1:
        words += [DIGITS[tens], "mươi"]
        return words + ([AFTER_TENS.get(ones, DIGITS[ones])] if ones else [])
    if tens == 1:
        return [*words, "mười"] + (["lăm" if ones == 5 else DIGITS[ones]] if ones else [])
    if ones:
        words += ["linh"] if words else []
        words += [DIGITS[ones]]
    return words


def in_english(number: int) -> str:
    """Read a whole number in English, with hyphens and without "and"."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens] + (f"-{SMALL[ones]}" if ones else "")
    for value, name in (*SCALES, (100, "hundred")):
        if number >= value:
            above, below = divmod(number, value)
            return f"{in_english(above)} {name}" + (f" {in_english(below)}" if below else "")
    raise AssertionError("every number from 100 has a scale")

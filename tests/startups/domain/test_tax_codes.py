import pytest

from ecosystem.startups.domain.tax_codes import normalise_tax_code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  ", ""),
        ("0100233488", "0100233488"),
        ("0100 233 488", "0100233488"),
        ("01.00233488", "0100233488"),
        ("0314409058-002", "0314409058-002"),
        ("0314409058002", "0314409058-002"),
        ("051086001234", "051086001234"),
    ],
)
def test_good_codes(typed: str, stored: str) -> None:
    assert normalise_tax_code(typed) == stored


@pytest.mark.parametrize(
    "typed", ["0100233480", "123", "01002334888", "0314409058-000", "mst", "٠١٠٠٢٣٣٤٨٨", "0100233488; drop table"]
)
def test_codes_that_are_none(typed: str) -> None:
    with pytest.raises(ValueError, match="tax code"):
        normalise_tax_code(typed)

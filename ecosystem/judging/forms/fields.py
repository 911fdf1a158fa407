"""Fields of judging's forms: numbers as people write them, sectors, languages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from ecosystem.core.forms import ExactField, SelectChoice
from ecosystem.core.web.formatting import score_text
from ecosystem.startups.domain.taxonomy import SECTORS

LANGUAGES = {"vi": _l("Vietnamese"), "en": _l("English")}


def offered(titles: Mapping[str, Any]) -> list[SelectChoice]:
    """Return choices from values and their titles."""
    return [SelectChoice(value, title) for value, title in titles.items()]


class PointsField(ExactField):
    """Points: at most four decimals, shown without needless zeros and with the language's decimal sign."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return score_text(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; refuse more decimals than are stored."""
        super().process_formdata(valuelist)
        if self.data is not None and self.data.scaleb(4) % 1 != 0:
            raise ValueError(_l("At most four decimals, please."))


class Between:
    """Validator: a number from `low` to `high`, if any was given."""

    def __init__(self, low: Decimal | int, high: Decimal | int) -> None:
        self.low, self.high = low, high

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError outside the range."""
        if field.data is not None and not self.low <= field.data <= self.high:
            text = _l("A number from %(low)s to %(high)s, please.", low=self.low, high=self.high)
            raise ValidationError(text)


class SectorsField(SelectMultipleField):
    """Sectors by their codes."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label or _l("Sectors"), choices=lambda: offered(SECTORS), **options)


class LanguagesField(SelectMultipleField):
    """Languages a judge reads."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label or _l("Languages"), choices=lambda: offered(LANGUAGES), **options)

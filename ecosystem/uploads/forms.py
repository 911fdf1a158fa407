"""A file field that knows what it takes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from ecosystem.core.errors import Invalid, Refused, TooLarge
from ecosystem.uploads.domain.formats import IMAGES, accept_attribute, in_words
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import store

MEGABYTE = 1024 * 1024


class UploadField(FileField):  # type: ignore[misc]
    """One file of one of `formats`, at most `largest` bytes; says so under its label.

    The page passes `accept=field.accept` on to `ui.field`.
    """

    errors: Sequence[Any]

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        purpose: str,
        formats: Sequence[str] = IMAGES,
        largest: int = 10 * MEGABYTE,
        longest_side: int | None = None,
        **options: Any,
    ) -> None:
        said = _l("%(kinds)s, at most %(most)s MB.", kinds=in_words(formats), most=largest // MEGABYTE)
        super().__init__(label, validators or [], description=options.pop("description", said), **options)
        self.purpose, self.formats, self.largest, self.longest_side = purpose, formats, largest, longest_side

    @property
    def accept(self) -> str:
        """The attribute by which browsers offer the right files only."""
        return accept_attribute(self.formats)

    @property
    def is_given(self) -> bool:
        """Whether a file came with the form."""
        return bool(self.data and self.data.filename)

    def take_in(self, *, by: int | None) -> StoredFile | None:
        """Keep the file that came, before the use case that attaches it.

        None when there is none or when it is refused; the reason is among the field's errors, for the page to show.
        """
        if not self.is_given:
            self.errors = [*self.errors, _l("Please choose a file.")]
            return None
        try:
            return store(
                self.data.stream,
                name=self.data.filename,
                purpose=self.purpose,
                by=by,
                accept=self.formats,
                largest=self.largest,
                longest_side=self.longest_side,
            )
        except (Invalid, TooLarge, Refused) as error:
            self.errors = [*self.errors, error.message]
            return None

"""Files made of a person's data."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from ecosystem.core.identifiers import slugify


def data_archive(data: Mapping[str, Any]) -> bytes:
    """Return a ZIP with one JSON file (UTF-8) for each subject of `data`."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in data.items():
            text = json.dumps(records, ensure_ascii=False, indent=2, default=str)
            archive.writestr(f"{slugify(name) or 'data'}.json", text)
    return held.getvalue()

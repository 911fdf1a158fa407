"""The application for the production server: `gunicorn wsgi:app`."""

import gc
import sys

# They would colour reports in a terminal: libraries load them when they are there, at 8 MB a worker.
sys.modules.update(dict.fromkeys(("rich", "pygments")))  # type: ignore[arg-type]

# What the start makes stays: looking for garbage in it again and again took a sixth of the start.
gc.disable()

from config import settings_from  # noqa: E402
from ecosystem.app import create_app  # noqa: E402

app = create_app(settings_from())

# What start-up made lives as long as the process; the collector need not walk it at every collection.
gc.collect()
gc.freeze()
gc.enable()

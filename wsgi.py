"""The application for the production server: `gunicorn wsgi:app`."""

import gc

# What the start makes stays: looking for garbage in it again and again took a sixth of the start.
gc.disable()

from config import settings_from  # noqa: E402
from ecosystem.app import create_app  # noqa: E402

app = create_app(settings_from())

# What start-up made lives as long as the process; the collector need not walk it at every collection.
gc.collect()
gc.freeze()
gc.enable()

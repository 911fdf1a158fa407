"""The application for the production server: `gunicorn wsgi:app`."""

import gc

from config import settings_from
from ecosystem.app import create_app

app = create_app(settings_from())

# What start-up made lives as long as the process; the collector need not walk it at every collection.
gc.collect()
gc.freeze()

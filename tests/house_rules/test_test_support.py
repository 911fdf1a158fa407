"""The tests' own ground holds: isolation, both databases, real servers, a real browser."""

import threading
import urllib.request
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from tests.support.held_clock import HeldClock
from tests.support.mailboxes import SmtpSink
from tests.support.servers import LiveServer, ProductionServer
from tests.support.statements import count_statements

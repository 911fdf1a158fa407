"""Checking published results from the downloaded file alone, with nothing but the standard library.

This is a second computation, written apart from `domain/scoring` on purpose: what both agree on is not one mistake.
"""

from ecosystem.judging.domain.verification.check import verify
from ecosystem.judging.domain.verification.report import BoardSummary, Finding, Problem, Report

__all__ = ["BoardSummary", "Finding", "Problem", "Report", "verify"]

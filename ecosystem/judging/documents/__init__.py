"""Certificates, minutes, score sheets. Import a module only when one is made: the PDF library is slow to load."""

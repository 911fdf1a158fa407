"""Documents made from entries: the dossier as PDF, lists as CSV and XLSX, archives of all dossiers.

Nothing is imported here: the dossier loads the PDF library, which few requests need.
"""

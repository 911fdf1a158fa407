"""Documents made from entries: the dossier as PDF, lists as CSV and XLSX, archives of all dossiers."""

from ecosystem.applications.documents.dossier import dossier_document

__all__ = ["dossier_document"]

"""Verbs of the record; one file per subject."""

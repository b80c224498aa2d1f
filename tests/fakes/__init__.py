"""Servers of our own that answer as other tools do."""

"""The report: one file in two languages that explains every number and needs no network."""

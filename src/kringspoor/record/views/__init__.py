"""The pages of the record; one file per subject."""

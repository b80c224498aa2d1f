"""Questions to what is used; one file per subject."""

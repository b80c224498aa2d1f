"""Lists that leave the site as a file."""

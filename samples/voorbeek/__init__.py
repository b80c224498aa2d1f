"""A municipality that does not exist, and three inventories of it that do not agree."""

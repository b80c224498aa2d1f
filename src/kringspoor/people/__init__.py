"""Who takes part: organisations, their units and sites, partners, people and their roles."""

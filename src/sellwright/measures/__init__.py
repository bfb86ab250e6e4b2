"""One file per number. Pure functions of interactions, settings and now."""

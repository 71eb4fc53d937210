"""Open Event Server."""

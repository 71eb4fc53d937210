"""What may be wrong with a calendar file, a subject a module: each yields the findings of its subject."""

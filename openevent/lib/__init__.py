"""Words that belong to no domain, one subject a file."""

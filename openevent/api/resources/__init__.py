"""One file per resource: what it takes and gives, and its addresses."""

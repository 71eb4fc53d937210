"""What is in the lists that are exported: which rows, and which columns they have."""

"""Slow work that organisers start and watch: exports, imports; and the check of their calendar."""

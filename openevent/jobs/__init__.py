"""Slow work: the job row and its life."""

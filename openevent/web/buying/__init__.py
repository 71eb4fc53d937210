"""Buying tickets, and what one has bought."""

"""Signing up and in, and what belongs to an account: `/account/…`."""

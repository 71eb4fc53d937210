"""Answering a call for speakers, and what became of one's own proposals: `/e/…/call`, `/e/…/propose`, `/proposals`."""

"""The call for speakers, as who proposes something sees it."""

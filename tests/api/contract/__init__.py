"""The running server held against its own description."""

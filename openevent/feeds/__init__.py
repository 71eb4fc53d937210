"""Calendars over HTTP: addresses that programs ask again and again, and that are true each time."""

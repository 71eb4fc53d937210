"""Calendars over CalDAV (RFC 4791): Radicale speaks it, over collections that are views of our rows."""

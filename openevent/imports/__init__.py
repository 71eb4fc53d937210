"""What is read in: Open Event archives and calendars, as jobs that somebody asked for."""

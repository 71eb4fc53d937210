"""What is read in: Open Event archives, as jobs that somebody asked for."""

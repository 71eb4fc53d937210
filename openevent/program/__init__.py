"""What happens at an event: tracks, rooms, session types, sessions, speakers."""

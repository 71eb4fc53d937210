"""What an event's team sells."""

"""What an event's team sells: tickets, codes, orders, attendees, the door, and how the sales go."""

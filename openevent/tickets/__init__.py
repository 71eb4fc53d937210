"""Who comes: tickets, codes, orders, attendees, payments."""

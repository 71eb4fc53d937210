"""What is printed of an order: tickets, invoices, and lists for the team; from values alone, no row is read here."""

"""Who someone is: users, passwords, tokens."""

"""What an event is, who has which role in it, who may do what, and its revision."""

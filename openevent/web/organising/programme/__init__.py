"""What an event's team does with sessions, speakers and proposals."""

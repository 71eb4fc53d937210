"""What holders of tickets are told: letters, with invitations that their calendars take."""

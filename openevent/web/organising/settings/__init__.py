"""What an event says of itself, in groups: `/manage/{identifier}/settings…`."""

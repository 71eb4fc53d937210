"""What an event's team works with: `/manage/…`."""

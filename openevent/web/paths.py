"""What stands for things in addresses of pages."""

IDENTIFIER = r"(?P<key>[0-9a-f]{8})"  # of an event
NUMBER = r"(?P<number>[0-9]{1,18})"  # of a row

"""What stands for things in addresses of pages."""

IDENTIFIER = r"(?P<key>[0-9a-f]{8})"  # of an event
NUMBER = r"(?P<number>[0-9]{1,18})"  # of a row
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
JOB = rf"(?P<identifier>{UUID})"  # of slow work
ORDER = rf"(?P<order>{UUID})"  # the identifier of one

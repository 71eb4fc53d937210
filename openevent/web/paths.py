"""What stands for things in addresses of pages."""

IDENTIFIER = r"(?P<key>[0-9a-f]{8})"  # of an event
NUMBER = r"(?P<number>[0-9]{1,18})"  # of a row
JOB = r"(?P<identifier>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"  # of slow work
ORDER = r"(?P<order>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"  # the identifier of one

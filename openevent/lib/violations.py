"""What a database refuses, told apart."""

from django.db import IntegrityError

FOREIGN_KEY = "23503"  # PostgreSQL's code for a reference to nothing (Appendix A of its manual)


def is_dangling(error: IntegrityError) -> bool:
    """Whether a row leads to one that is not there: it was when it was read, and somebody deleted it since."""
    cause = error.__cause__
    return getattr(cause, "sqlstate", "") == FOREIGN_KEY or "FOREIGN KEY constraint failed" in str(cause)

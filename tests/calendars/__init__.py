"""The calendar library: what it writes is read back by parsers that it did not come with."""

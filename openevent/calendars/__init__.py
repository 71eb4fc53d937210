"""What a calendar says, and its spellings: a pure library without web framework, database or clock."""

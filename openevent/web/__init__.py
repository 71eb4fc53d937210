"""Server-rendered pages: the same acts and the same rights as the API. A page works without any script."""

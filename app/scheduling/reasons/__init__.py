"""Why everybody is where they are, read from the finished plan."""

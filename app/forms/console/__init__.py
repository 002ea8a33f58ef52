"""What the console's pages accept."""

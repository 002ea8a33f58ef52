"""The problem as columns and rows: parties to offerings, rooms counted and not named."""

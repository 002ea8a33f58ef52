"""Tickets: issued with the place, seated, shown and printed, read once at the door."""

"""A stay from arrival to leaving, whatever programme it belongs to."""

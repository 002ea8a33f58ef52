"""What a page accepts: shape only, no queries."""

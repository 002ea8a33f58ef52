"""Why there is no plan: what cannot hold together, and the nearest numbers that could."""

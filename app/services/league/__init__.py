"""A league: teams accepted and drawn into groups, fixtures, results, tables and the knock-out."""

"""Other ways to decide than the best for all, and staying near what was decided before."""

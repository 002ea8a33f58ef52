"""Applications that are decided as they come, one by one: steps, questions back, decision, appeal."""

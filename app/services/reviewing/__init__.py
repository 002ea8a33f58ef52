"""People judge entries: criteria, reviewers, readings, ranking, decisions, the public notice, objections."""

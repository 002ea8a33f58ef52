"""Quizzes: the bank, a programme's own rules, tries, marking, and scores that are kept as they come."""

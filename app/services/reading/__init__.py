"""Reading clubs: books, notes that the host lets through, votes for the next book, certificates."""

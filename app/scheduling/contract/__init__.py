"""What goes in and what comes out, file by file, and the law that both are checked against."""

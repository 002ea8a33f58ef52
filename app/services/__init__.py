"""What the site does, one file per verb's home. Services never commit."""

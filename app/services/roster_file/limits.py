"""How large a roster may be."""

MAX_BYTES = 5 * 1024 * 1024
MAX_PEOPLE = 5_000
# a file of 5 MB can unpack to 5 GB
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
# the reader keeps a sheet's whole rectangle: two cells in opposite corners would ask for 500 GB
MAX_SHEET_CELLS = 3_000_000
MAX_SHEET_ROWS = 100_000
READING_SECONDS = 30
MAX_NOTES = 50
HEADER_WITHIN = 30

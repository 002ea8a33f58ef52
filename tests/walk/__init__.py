"""The walk: every matter of the catalogue, from publishing to the result, as real people go through it.

`python -m tests.walk` prints it as a table. A programme is walked by its mode alone: a new one needs no code.
"""

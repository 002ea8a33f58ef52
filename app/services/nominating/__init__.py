"""Unions send their workers: places over the tree, nominations and what the level above says to them."""

"""Vouchers: kinds, the codes of those who have a place, redeeming them once, settling with merchants."""

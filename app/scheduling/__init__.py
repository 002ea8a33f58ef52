"""The engine: who is given which offering, room and bed, and why. No Flask, no SQLAlchemy, no clock."""

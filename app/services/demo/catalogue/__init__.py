"""The catalogue of the demonstration city: what was promised for the year, forty matters, and their places.

Kept as data beside this module. Numbers are the source's and quoted with its words; what is assumed says so.
"""

from __future__ import annotations

from app.services.demo.catalogue.reading import Catalogue, read
from app.services.demo.catalogue.writing import link, write

__all__ = ["Catalogue", "link", "read", "write"]

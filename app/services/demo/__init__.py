"""The demonstration city: everything in it is invented, and the same seed invents the same again."""

from __future__ import annotations

from app.services.demo.city import Demand, Empty, build, is_empty

__all__ = ["Demand", "Empty", "build", "is_empty"]

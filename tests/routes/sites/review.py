"""A review on public notice."""

from __future__ import annotations

from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite

PREFIXES = ("console_review", "console_objections", "notice_board.", "reviewer.")


def part(whole: WholeSite) -> Part:
    return Part(PREFIXES, whole.judged.values())

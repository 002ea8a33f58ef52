"""A sale with a voucher out."""

from __future__ import annotations

from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite
from tests.services.test_vouchers import Sale

PREFIXES = ("console_vouchers.", "voucher.", "till.")


def part(whole: WholeSite) -> Part:
    sale = Sale()
    sent = sale.sign_up(sale.worker())
    return Part(
        PREFIXES, {"programme_id": sale.programme.id, "kind_id": sale.kind.id, "reference": sent.reference}
    )

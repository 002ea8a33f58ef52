"""The fixed phones of the demonstration city, and how to say them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.models import Account
from app.vault import digest

PHONES = {
    "worker": "13800000001",
    "placed": "13800000002",
    "unplaced": "13800000003",
    "unit": "13800000004",
    "city": "13800000005",
    "reviewer": "13800000006",
    "case_worker": "13800000031",
    "district": "13800000021",
    "desk": "13800000022",
    "counsellor": "13800000023",
    "host": "13800000041",
}


def sign_in_lines() -> list[str]:
    """One line for each demonstration account that exists; none in a city of real people."""
    roles = {
        "worker": _("职工（还没有报疗休养）"),
        "placed": _("职工（已安排上）"),
        "unplaced": _("职工（没有安排上）"),
        "unit": _("单位经办人"),
        "city": _("市总工会经办人"),
        "reviewer": _("评审人"),
        "case_worker": _("法律援助专办人员"),
        "district": _("区市工会经办人"),
        "desk": _("院区前台"),
        "counsellor": _("疗养期间的心理咨询师"),
        "host": _("读书会主持人"),
    }
    digests = {digest(phone): role for role, phone in PHONES.items()}
    found = set(db.session.scalars(select(Account.phone_digest).where(Account.phone_digest.in_(digests))))
    known = [role for hashed, role in digests.items() if hashed in found]
    return [f"{PHONES[role]}  {roles[role]}" for role in known]

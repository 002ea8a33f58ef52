"""People who are known by their phone: desk workers, leaders, counsellors."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock
from app.errors import Invalid
from app.extensions import db
from app.identity import IdentityFault, mask_phone, parse_phone
from app.models import Account
from app.vault import digest


def answering_to(phone: str, called: str) -> Account:
    """The account of a phone; it is made when the phone is new, and then `called` so.

    Raises Invalid (`phone`).
    """
    try:
        number = parse_phone(phone)
    except IdentityFault as fault:
        raise Invalid(str(fault.message), "phone") from fault
    account = db.session.scalar(select(Account).where(Account.phone_digest == digest(number)))
    if account is None:
        account = Account(phone=number, phone_digest=digest(number), created_at=clock.now())
        account.display_name = called
        db.session.add(account)
        db.session.flush()
    if account.blocked:
        raise Invalid(_("这个账号已停用，请换一位"), "phone")
    return account


def name(account: Account) -> str:
    """How others know an account."""
    person = account.person
    return account.display_name or (person.name if person else "") or mask_phone(account.phone)

"""Finding a registration without signing in: by its reference and a phone that belongs to it."""

from __future__ import annotations

from flask_babel import gettext as _

from app.errors import Invalid
from app.identity import IdentityFault, parse_phone
from app.models import Registration
from app.services import my_registrations, references
from app.vault import digest


def find(reference: str, phone: str) -> Registration:
    """The registration, if the phone is a member's or that of who signed them up.

    Raises Invalid: with the same words whichever of the two is wrong; beside the reference when its check
    character shows that it is mistyped, which says nothing of anybody.
    """
    if references.normal(reference) is None:
        raise Invalid(_("编号有一位对不上，请对照短信逐位核对"), "reference")
    registration = my_registrations.by_reference(reference)
    if registration is None or not _belongs(registration, phone):
        raise Invalid(
            _(
                "没有找到编号和手机号码都相符的报名，请核对后再试。换过手机号码的，请登录查看或联系单位经办人。"
            )
        )
    return registration


def _belongs(registration: Registration, phone: str) -> bool:
    try:
        hashed = digest(parse_phone(phone))
    except IdentityFault:
        return False
    known = {member.person.phone_digest for member in registration.members}
    return hashed in known | {registration.signed_up_by.phone_digest}

"""Signing in with a phone and a one-time code. What we answer never says whether a phone is known."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

import structlog
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from app import clock
from app.extensions import db
from app.identity import mask_phone
from app.models import Account, SignInCode
from app.services import development_codes, gateway
from app.vault import digest

LIFETIME = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 5
CODE_DIGITS = 6


def issue(phone: str) -> str:
    """A new code for `phone` (as `parse_phone` gives it); those given before it end."""
    mark = digest(phone)
    now = clock.now()
    db.session.execute(
        update(SignInCode)
        .where(SignInCode.phone_digest == mark, SignInCode.used_at.is_(None))
        .values(used_at=now)
    )
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    db.session.add(
        SignInCode(phone_digest=mark, code_digest=_code_digest(phone, code), expires_at=now + LIFETIME)
    )
    return code


def deliver(phone: str, code: str) -> None:
    """Send the code; in development show and log it instead. Raises GatewayFault."""
    if current_app.config["DEVELOPMENT"]:
        development_codes.keep(phone, code)
        structlog.get_logger().info("development_sign_in_code", phone=mask_phone(phone), code=code)
        return
    gateway.send(phone, _("验证码 %(code)s，5 分钟内有效，请勿告诉他人。", code=code))


def accept(phone: str, code: str) -> Account | None:
    """The account of `phone` when `code` is right, made at the first sign-in; None otherwise.

    A wrong code uses up one of its attempts, so the caller commits in both cases.
    """
    issued = _usable_code(phone)
    if issued is None:
        return None
    issued.attempt_count += 1
    if not hmac.compare_digest(issued.code_digest, _code_digest(phone, code)):
        return None
    issued.used_at = clock.now()
    return _account_of(phone)


def _usable_code(phone: str) -> SignInCode | None:
    return db.session.scalars(
        select(SignInCode)
        .where(
            SignInCode.phone_digest == digest(phone),
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > clock.now(),
            SignInCode.attempt_count < MOST_ATTEMPTS,
        )
        .order_by(SignInCode.id.desc())
        .limit(1)
        .with_for_update()
    ).first()


def _account_of(phone: str) -> Account:
    mark = digest(phone)
    account = db.session.scalars(select(Account).where(Account.phone_digest == mark)).first()
    if account is None:
        account = Account(phone=phone, phone_digest=mark, created_at=clock.now())
        db.session.add(account)
        db.session.flush()
    return account


def _code_digest(phone: str, code: str) -> str:
    return digest(f"sign-in:{phone}:{code}")

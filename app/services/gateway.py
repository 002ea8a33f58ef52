"""Short messages leave through one HTTP gateway; which provider stands behind it is its business."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import structlog
from flask import current_app
from flask_babel import gettext as _

from app.errors import DomainError
from app.identity import mask_phone

TIMEOUT_SECONDS = 5


class GatewayFault(DomainError):
    """The message has not gone out; it may be tried again."""

    status = 503


def send(phone: str, text: str) -> None:
    """Hand one short message over. Without a gateway, development only logs that it would have.

    Raises GatewayFault when it was not taken.
    """
    url = current_app.config["SMS_GATEWAY_URL"]
    if not url:
        if current_app.config["DEVELOPMENT"]:
            structlog.get_logger().info("message_not_sent_in_development", phone=mask_phone(phone))
            return
        raise GatewayFault(_("短信服务还没有开通，请联系本单位工会经办人。"))
    body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
            pass
    except (urllib.error.URLError, TimeoutError, OSError) as fault:
        structlog.get_logger().error("message_not_sent", phone=mask_phone(phone), why=type(fault).__name__)
        raise GatewayFault(_("短信暂时发不出去，请过几分钟再试。")) from fault

"""Handing a message over, and saying so when it is not taken."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.services import gateway


def test_a_message_is_posted_as_json(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[urllib.request.Request] = []

    def post(request: urllib.request.Request, timeout: float) -> Any:
        sent.append(request)
        return nullcontext()

    monkeypatch.setattr(urllib.request, "urlopen", post)
    app.config["SMS_GATEWAY_URL"] = "http://gateway.example/send"
    gateway.send("13812345678", "您好")
    assert isinstance(sent[0].data, bytes)
    assert json.loads(sent[0].data) == {"phone": "13812345678", "text": "您好"}


def test_a_gateway_that_is_down(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise urllib.error.URLError("down")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    app.config["SMS_GATEWAY_URL"] = "http://gateway.example/send"
    with pytest.raises(gateway.GatewayFault, match="再试"):
        gateway.send("13812345678", "您好")


def test_without_a_gateway(app: Flask, session: Session) -> None:
    gateway.send("13812345678", "开发环境不发")
    app.config["DEVELOPMENT"] = False
    with pytest.raises(gateway.GatewayFault):
        gateway.send("13812345678", "正式环境")

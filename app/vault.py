"""What must not be readable in the database: encrypted at rest, found by keyed digest."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from flask import Flask, current_app
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Vault:
    """Keys of one application. `keys[0]` encrypts, every key decrypts."""

    def __init__(self, keys: list[str], digest_key: str) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._digest_key = digest_key.encode()

    def encrypt(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        return self._fernet.decrypt(token).decode()

    def digest(self, text: str) -> str:
        """HMAC-SHA256 hex: equal texts can be found, none can be read back."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest()


def init_app(app: Flask) -> None:
    app.extensions["vault"] = Vault(app.config["DATA_KEYS"].split(","), app.config["DIGEST_KEY"])


def vault() -> Vault:
    found: Vault = current_app.extensions["vault"]
    return found


def digest(text: str) -> str:
    """The keyed digest by which an identity number or a phone is found."""
    return vault().digest(text)


class Encrypted(TypeDecorator[Any]):
    """A JSON value that the database holds only encrypted."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else vault().encrypt(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(vault().decrypt(bytes(value)))

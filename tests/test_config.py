"""Production starts with its own secrets or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import SECRETS, MissingSetting, settings


def test_production_names_every_missing_secret(tmp_path: Path) -> None:
    with pytest.raises(MissingSetting, match=r"SECRET_KEY.*DIGEST_KEY"):
        settings({"APP_ENV": "production", "DATA_DIR": str(tmp_path), "DATA_KEYS": "x"})
    assert not (tmp_path / "development-secrets").exists()


def test_development_keeps_the_secrets_it_made(tmp_path: Path) -> None:
    first, second = (settings({"DATA_DIR": str(tmp_path)}) for _ in range(2))
    assert [first[name] for name in SECRETS] == [second[name] for name in SECRETS]
    assert (tmp_path / "development-secrets").stat().st_mode & 0o077 == 0


def test_a_given_secret_wins(tmp_path: Path) -> None:
    assert settings({"DATA_DIR": str(tmp_path), "SECRET_KEY": "given"})["SECRET_KEY"] == "given"


def test_postgresql_is_spoken_to_through_psycopg(tmp_path: Path) -> None:
    chosen = settings({"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://u:p@db/nuanxin"})
    assert chosen["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u:p@db/nuanxin"


def test_limits_cannot_be_switched_off_in_production(tmp_path: Path) -> None:
    production = dict.fromkeys(SECRETS, "x") | {"APP_ENV": "production", "RATELIMIT_ENABLED": "0"}
    assert settings({**production, "DATA_DIR": str(tmp_path)})["RATELIMIT_ENABLED"] is True

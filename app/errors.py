"""What services raise when the answer is no. One handler turns them into a page or a fragment."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal with a message in the reader's language that says what to do.

    `status` is the HTTP status of its page; `field` names the form field it belongs to, if any.
    """

    status = 409

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(DomainError):
    """What was sent cannot be accepted; `faults` are messages by field."""

    status = 422

    def __init__(
        self, message: str, field: str | None = None, faults: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message, field)
        self.faults = dict(faults or {})


class NotFound(DomainError):
    status = 404


class Forbidden(DomainError):
    status = 403


class Stale(DomainError):
    """Something that this decision rests on has changed meanwhile."""

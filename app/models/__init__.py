"""The nouns, one file each. Importing the package makes every table known."""

from app.models.account import Account, Coordinator, SignInCode
from app.models.allocation import AllocationRun, BedPlace, Lock, Placement, RunProgress, UnplacedReason
from app.models.audit import AuditEntry
from app.models.base import Base
from app.models.notice import Notice
from app.models.person import Participation, Person
from app.models.programme import EligibilityRule, Offering, Programme, Quota
from app.models.registration import Choice, HealthDeclaration, Member, Registration, SignUpDraft
from app.models.roster import RosterUpload
from app.models.unit import Unit
from app.models.venue import Room, Venue

__all__ = [
    "Account",
    "AllocationRun",
    "AuditEntry",
    "Base",
    "BedPlace",
    "Choice",
    "Coordinator",
    "EligibilityRule",
    "HealthDeclaration",
    "Lock",
    "Member",
    "Notice",
    "Offering",
    "Participation",
    "Person",
    "Placement",
    "Programme",
    "Quota",
    "Registration",
    "Room",
    "RosterUpload",
    "RunProgress",
    "SignInCode",
    "SignUpDraft",
    "Unit",
    "UnplacedReason",
    "Venue",
]

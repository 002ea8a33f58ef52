"""The nouns, one file each. Importing the package makes every table known."""

from app.models.account import Account, Coordinator, SignInCode
from app.models.allocation import AllocationRun, BedPlace, Lock, Placement, RunProgress, UnplacedReason
from app.models.audit import AuditEntry
from app.models.base import Base
from app.models.case_worker import CaseWorker
from app.models.claim import Claim
from app.models.contest import (
    Contest,
    ContestEntry,
    ContestEvent,
    ContestJudge,
    ContestTeam,
    EntryCount,
    HeatDuty,
    HeatPlan,
    HeatSeat,
    HeatSlot,
)
from app.models.contest_result import Award, ContestAppeal, Mark, Settlement
from app.models.kind import ProgrammeKind
from app.models.meeting import CheckIn, Host, Meeting, MeetingGuest
from app.models.notice import Notice
from app.models.person import Certificate, Participation, Person
from app.models.policy import EligibilityRule, Quota, QuotaUse
from app.models.programme import Offering, Programme
from app.models.question import Answer, Document, Question, QuestionSet
from app.models.registration import Choice, HealthDeclaration, Member, Registration, SignUpDraft
from app.models.review import Criterion, Decision, Objection, Reading, Reviewer, Score
from app.models.roster import RosterUpload
from app.models.text import Consent, ProgrammeText
from app.models.unit import Unit
from app.models.venue import Room, Venue
from app.models.waitlist import WaitlistEntry

__all__ = [
    "Account",
    "AllocationRun",
    "Answer",
    "AuditEntry",
    "Award",
    "Base",
    "BedPlace",
    "CaseWorker",
    "Certificate",
    "CheckIn",
    "Choice",
    "Claim",
    "Consent",
    "Contest",
    "ContestAppeal",
    "ContestEntry",
    "ContestEvent",
    "ContestJudge",
    "ContestTeam",
    "Coordinator",
    "Criterion",
    "Decision",
    "Document",
    "EligibilityRule",
    "EntryCount",
    "HealthDeclaration",
    "HeatDuty",
    "HeatPlan",
    "HeatSeat",
    "HeatSlot",
    "Host",
    "Lock",
    "Mark",
    "Meeting",
    "MeetingGuest",
    "Member",
    "Notice",
    "Objection",
    "Offering",
    "Participation",
    "Person",
    "Placement",
    "Programme",
    "ProgrammeKind",
    "ProgrammeText",
    "Question",
    "QuestionSet",
    "Quota",
    "QuotaUse",
    "Reading",
    "Registration",
    "Reviewer",
    "Room",
    "RosterUpload",
    "RunProgress",
    "Score",
    "Settlement",
    "SignInCode",
    "SignUpDraft",
    "Unit",
    "UnplacedReason",
    "Venue",
    "WaitlistEntry",
]

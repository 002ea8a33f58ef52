"""The nouns, one file each. Importing the package makes every table known."""

from app.models.account import Account, Coordinator, SignInCode
from app.models.allocation import AllocationRun, BedPlace, Lock, Placement, RunProgress, UnplacedReason
from app.models.attendant import Attendant
from app.models.audit import AuditEntry
from app.models.base import Base
from app.models.calendar_feed import CalendarFeed
from app.models.case_file import CaseDecision, CaseEvent, CaseFile, CaseQuestion, CaseReminder
from app.models.case_worker import CaseWorker
from app.models.casework import CaseLimit, CaseReason, CaseStep, CaseVisit, JoinIntent
from app.models.claim import Claim
from app.models.club import AttendanceRule, Book, BookNote, BookProposal, BookRound, BookVote
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
from app.models.league import League, LeagueMatch, LeagueTeam
from app.models.lecture import LectureResource, LectureStop
from app.models.matter import Matter, Pledge, ReportedCount, Target
from app.models.meeting import CheckIn, Host, Meeting, MeetingGuest
from app.models.nomination import Nomination, NominationQuota, NominationRound
from app.models.notice import Notice
from app.models.person import Certificate, Participation, Person
from app.models.policy import EligibilityRule, Quota, QuotaUse
from app.models.programme import Offering, Programme
from app.models.question import Answer, Document, Question, QuestionSet
from app.models.quiz import Quiz, QuizQuestion, QuizScore, QuizTry, QuizUnitTotal
from app.models.registration import Choice, HealthDeclaration, Member, Registration, SignUpDraft
from app.models.review import Criterion, Decision, Objection, Reading, Reviewer, Score
from app.models.roster import RosterUpload
from app.models.slot import OpeningHours, RoomClosure, RoomPlace, SlotPlan, SlotRoom
from app.models.stay import StayGuest, StayItem, StayOpinion, StaySetting, StaySlot
from app.models.stay_desk import DeskWorker, GroupLeader, LeaderNote, StayFee, Substitution
from app.models.text import Consent, ProgrammeText
from app.models.ticket import Seating, Ticket
from app.models.training import Assessment, TrainingRule
from app.models.unit import Unit
from app.models.venue import Room, Venue
from app.models.voucher import Voucher, VoucherKind
from app.models.waitlist import WaitlistEntry

__all__ = [
    "Account",
    "AllocationRun",
    "Answer",
    "Assessment",
    "AttendanceRule",
    "Attendant",
    "AuditEntry",
    "Award",
    "Base",
    "BedPlace",
    "Book",
    "BookNote",
    "BookProposal",
    "BookRound",
    "BookVote",
    "CalendarFeed",
    "CaseDecision",
    "CaseEvent",
    "CaseFile",
    "CaseLimit",
    "CaseQuestion",
    "CaseReason",
    "CaseReminder",
    "CaseStep",
    "CaseVisit",
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
    "DeskWorker",
    "Document",
    "EligibilityRule",
    "EntryCount",
    "GroupLeader",
    "HealthDeclaration",
    "HeatDuty",
    "HeatPlan",
    "HeatSeat",
    "HeatSlot",
    "Host",
    "JoinIntent",
    "LeaderNote",
    "League",
    "LeagueMatch",
    "LeagueTeam",
    "LectureResource",
    "LectureStop",
    "Lock",
    "Mark",
    "Matter",
    "Meeting",
    "MeetingGuest",
    "Member",
    "Nomination",
    "NominationQuota",
    "NominationRound",
    "Notice",
    "Objection",
    "Offering",
    "OpeningHours",
    "Participation",
    "Person",
    "Placement",
    "Pledge",
    "Programme",
    "ProgrammeKind",
    "ProgrammeText",
    "Question",
    "QuestionSet",
    "Quiz",
    "QuizQuestion",
    "QuizScore",
    "QuizTry",
    "QuizUnitTotal",
    "Quota",
    "QuotaUse",
    "Reading",
    "Registration",
    "ReportedCount",
    "Reviewer",
    "Room",
    "RoomClosure",
    "RoomPlace",
    "RosterUpload",
    "RunProgress",
    "Score",
    "Seating",
    "Settlement",
    "SignInCode",
    "SignUpDraft",
    "SlotPlan",
    "SlotRoom",
    "StayFee",
    "StayGuest",
    "StayItem",
    "StayOpinion",
    "StaySetting",
    "StaySlot",
    "Substitution",
    "Target",
    "Ticket",
    "TrainingRule",
    "Unit",
    "UnplacedReason",
    "Venue",
    "Voucher",
    "VoucherKind",
    "WaitlistEntry",
]

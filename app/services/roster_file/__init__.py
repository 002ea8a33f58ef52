"""Roster files as people make them: read, checked cell by cell, and kept as JSON until confirmed.

Pure functions: no request, no database.
"""

from app.services.roster_file.check import check_row
from app.services.roster_file.duplicates import mark_duplicates
from app.services.roster_file.faults import Fault
from app.services.roster_file.fields import CHOICE_FIELDS, FIELD_LABELS, says_sharing
from app.services.roster_file.limits import MAX_BYTES, MAX_PEOPLE
from app.services.roster_file.marks import mark_across_rows
from app.services.roster_file.parties import RosterParty, group_parties
from app.services.roster_file.read import read_roster
from app.services.roster_file.rows import Column, RosterRow, RosterTable
from app.services.roster_file.template import template_workbook

__all__ = [
    "CHOICE_FIELDS",
    "FIELD_LABELS",
    "MAX_BYTES",
    "MAX_PEOPLE",
    "Column",
    "Fault",
    "RosterParty",
    "RosterRow",
    "RosterTable",
    "check_row",
    "group_parties",
    "mark_across_rows",
    "mark_duplicates",
    "read_roster",
    "says_sharing",
    "template_workbook",
]

"""A small city for the console's tests: one programme, one registration, somebody of each role."""

from __future__ import annotations

import re

from app.models import Account, Offering, Programme, Registration, Venue
from app.services import kinds
from tests import factories

RULES = (
    *("not_within_years", "years_of_service", "tiers", "tracks", "age", "sex", "units"),
    *("completed", "union_member", "certificate", "document", "health_question", "nominated"),
)


def seen_in(page: str) -> str:
    """The digest of the plan of a series that stands on its page."""
    found = re.search(r'name="seen" type="hidden" value="(\w+)"', page)
    assert found, "no plan on the page"
    return found[1]


class City:
    """A city with one programme, one registration in it, and somebody of each role."""

    def __init__(self) -> None:
        kinds.ensure_standard()
        self.root, self.district, self.union = factories.tree()
        self.elsewhere = factories.unit(factories.unit(self.root))
        self.venue: Venue = factories.venue(health_questions=[{"id": "q1", "zh": "有发热吗", "en": ""}])
        self.programme: Programme = factories.programme(seed_source="次日开奖号码")
        self.draft: Programme = factories.programme(state="draft", title="草稿项目")
        self.offering: Offering = factories.offering(self.programme, self.venue)
        self.rule = factories.rule(self.programme, "not_within_years", kind="recuperation", years=3)
        self.quota = factories.quota(self.programme, maximum=5)
        person = factories.person(self.union)
        self.registration: Registration = factories.registration(self.programme, [person], [self.offering])
        self.worker: Account = factories.account(factories.person(self.union))
        self.unit_coordinator: Account = factories.account(coordinates=self.union)
        self.stranger: Account = factories.account(coordinates=self.elsewhere)
        self.city_coordinator: Account = factories.account(coordinates=self.root)

    def paths(self, for_units: bool) -> list[str]:
        """Pages that a city's coordinator, or also a unit's, may open."""
        p, r, v = self.programme.id, self.registration.id, self.venue.id
        member = self.registration.members[0].id
        open_to_units = [
            "/",
            "/programmes/",
            f"/programmes/{p}",
            f"/programmes/{p}/offerings/",
            f"/programmes/{p}/policy/",
            "/registrations/",
            f"/registrations/{r}",
            f"/registrations/{r}/withdraw",
            f"/registrations/{r}/members/{member}",
            "/people/",
            f"/people/{self.registration.members[0].person_id}",
            f"/people/{self.registration.members[0].person_id}/certificates/new",
            "/audit/",
        ]
        city_only = [
            "/programmes/new",
            "/programmes/new?kind=reading_club",
            "/programmes/new/recuperation/ranked",
            "/programmes/new/quiz/open",
            f"/programmes/{p}/mode",
            f"/programmes/{self.draft.id}/mode",
            "/kinds/",
            "/kinds/new",
            "/kinds/recuperation",
            f"/programmes/{p}/edit",
            f"/programmes/{self.draft.id}",
            f"/programmes/{self.draft.id}/open",
            f"/programmes/{p}/close",
            f"/programmes/{p}/cancel",
            f"/programmes/{p}/offerings/new",
            f"/programmes/{p}/offerings/series",
            f"/programmes/{p}/offerings/{self.offering.id}/edit",
            f"/programmes/{p}/offerings/{self.offering.id}/cancel",
            f"/programmes/{p}/offerings/{self.offering.id}/delete",
            *(f"/programmes/{p}/policy/rules/new/{name}" for name in RULES),
            f"/programmes/{p}/policy/rules/{self.rule.id}",
            f"/programmes/{p}/policy/quotas/new",
            f"/programmes/{p}/policy/quotas/{self.quota.id}",
            "/venues/",
            "/venues/new",
            f"/venues/{v}",
            f"/venues/{v}/edit",
            f"/venues/{v}/rooms/new",
            f"/venues/{v}/rooms/{self.venue.rooms[0].id}",
        ]
        return ["/console" + path for path in (open_to_units if for_units else city_only)]

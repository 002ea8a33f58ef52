"""Instances of seats without beds: classes, schools, days that must fill, plain seats."""

from __future__ import annotations

import datetime as dt

import numpy as np

from bench.draws import STRICT, Floats, Ints, Json, parties, problem, ranked, sizes

FIRST_DAY = dt.date(2026, 3, 2)  # a Monday
SINGLES = (1.0,)
TEAMS = (80, 12, 5, 3)
DISTRICT_SHARES = (0.18, 0.16, 0.13, 0.12, 0.11, 0.09, 0.08, 0.06, 0.04, 0.03)


def _day(number: int) -> str:
    return (FIRST_DAY + dt.timedelta(days=number)).isoformat()


def _alike(parties: int) -> Ints:
    """All parties of one kind."""
    return np.zeros(parties, dtype=np.int64)


def _pull(rng: np.random.Generator, offerings: int, spread: float) -> Floats:
    return rng.normal(0.0, spread, (1, offerings))


def classes(people: int, seed: int) -> Json:
    """Training: classes of 1 to 5 days, 20 to 40 seats, at least 10 to 15; each may attend two of five."""
    rng = np.random.default_rng(seed)
    offerings = []
    for k in range(max(200, people // 30)):
        long = int(rng.integers(1, 6))
        monday = 7 * int(rng.integers(0, 40))
        first = monday + int(rng.integers(0, 6 - long))
        offerings.append({
            "id": f"class-{k:04d}", "venue": f"college-{k % 6}",
            "from": _day(first), "to": _day(first + long - 1),
            "seats": int(rng.integers(20, 41)), "minimum": int(rng.integers(10, 16)),
        })  # fmt: skip
    asking = sizes(rng, people, TEAMS)
    choices = ranked(rng, _pull(rng, len(offerings), 1.0), _alike(len(asking)), 5)
    return problem("classes", offerings, list(parties(rng, asking, choices, offerings, wants=2)))


def schools(people: int, seed: int) -> Json:
    """400 schools of 10 to 30 seats, near ones liked more; districts have a most, small ones a least."""
    rng = np.random.default_rng(seed)
    districts = len(DISTRICT_SHARES)
    offerings: list[Json] = [
        {"id": f"school-{k:03d}", "venue": f"v-{k % districts}", "from": _day(0), "to": _day(100),
         "seats": int(rng.integers(10, 31))}
        for k in range(400)
    ]  # fmt: skip
    asking = sizes(rng, people, (95, 5))
    home = rng.choice(districts, len(asking), p=DISTRICT_SHARES)
    near = 2.0 * (np.arange(400) % districts == np.arange(districts)[:, None])
    choices = ranked(rng, _pull(rng, 400, 0.8) + near, home, 6)
    listed = list(parties(rng, asking, choices, offerings))
    for k, party in enumerate(listed):
        party["groups"] = {"district": f"d{home[k]}"}
        del party["choices"][4 + k % 3 :]
    seats = sum(o["seats"] for o in offerings)
    quotas: list[Json] = [{"id": "most", "group": "district", "scope": "run", "max": int(seats * 0.115)}]
    quotas += [
        {"id": f"least-{d}", "group": "district", "value": f"d{d}", "scope": "run", "min": int(seats * 0.02)}
        for d in range(districts - 3, districts)
    ]
    return problem("schools", offerings, listed, quotas=quotas)


def days(people: int, seed: int) -> Json:
    """100 days that each take 125 to 300 people, or nobody."""
    rng = np.random.default_rng(seed)
    offerings: list[Json] = [
        {"id": f"day-{k:03d}", "venue": "park", "from": _day(k), "to": _day(k), "seats": 300, "minimum": 125}
        for k in range(100)
    ]
    asking = sizes(rng, people, TEAMS)
    choices = ranked(rng, _pull(rng, 100, 0.5), _alike(len(asking)), 4)
    return problem("days", offerings, list(parties(rng, asking, choices, offerings)))


def days_held(people: int, seed: int) -> Json:
    """The same, and every day must take place: its guide is locked to it."""
    drawn = days(people, seed)
    lots = len(drawn["parties"])
    for k, offering in enumerate(drawn["offerings"]):
        guide = {"id": f"guide-{k:03d}", "lottery": lots + k + 1, "members": [{"id": "a"}]}
        drawn["parties"].append(guide | {"choices": [offering["id"]]})
    locks = [{"party": f"guide-{k:03d}", "offering": o["id"]} for k, o in enumerate(drawn["offerings"])]
    return drawn | {"name": "days-held", "locks": locks}


def _plain(people: int, seed: int, shares: tuple[float, ...]) -> Json:
    """Seats for nine in ten, 300 offerings, five wishes."""
    rng = np.random.default_rng(seed)
    each = int(people * 0.9 / 300)
    offerings: list[Json] = [
        {"id": f"o-{k:03d}", "venue": f"v-{k % 10}", "from": _day(k), "to": _day(k + 2), "seats": each}
        for k in range(300)
    ]
    asking = sizes(rng, people, shares)
    choices = ranked(rng, _pull(rng, 300, 0.7), _alike(len(asking)), 5)
    return problem("plain", offerings, list(parties(rng, asking, choices, offerings)))


def plain(people: int, seed: int) -> Json:
    """Plain seats, everybody alone: a flow."""
    return _plain(people, seed, SINGLES)


def plain_teams(people: int, seed: int) -> Json:
    """Plain seats, one party in five a team that stays together: no flow any more."""
    return _plain(people, seed, TEAMS)


def plain_quotas(people: int, seed: int) -> Json:
    """Plain seats at ten venues, and for each of ten districts a most at each venue: 100 counts."""
    rng = np.random.default_rng(seed)
    each = int(people * 0.9 / 10)
    offerings = [
        {"id": f"o-{k}", "venue": f"v-{k}", "from": _day(0), "to": _day(4), "seats": each} for k in range(10)
    ]
    asking = sizes(rng, people, SINGLES)
    home = rng.choice(10, len(asking), p=DISTRICT_SHARES)
    near = 1.5 * np.eye(10)
    choices = ranked(rng, _pull(rng, 10, 0.5) + near, home, 4)
    listed = list(parties(rng, asking, choices, offerings))
    for party, d in zip(listed, home.tolist(), strict=True):
        party["groups"] = {"district": f"d{d}"}
    quotas = [
        {"id": f"share-{d}", "group": "district", "value": f"d{d}", "scope": "offering",
         "max": int(each * max(0.06, share) * 1.4)}
        for d, share in enumerate(DISTRICT_SHARES)
    ]  # fmt: skip
    return problem("plain-quotas", offerings, listed, quotas=quotas)


def tiers_seats(people: int, seed: int) -> Json:
    """Plain seats, strict priority: one objective for each tier."""
    return plain(people, seed) | {"name": "tiers-seats", "objectives": list(STRICT)}


def tiers_teams(people: int, seed: int) -> Json:
    """The same with teams."""
    return plain_teams(people, seed) | {"name": "tiers-teams", "objectives": list(STRICT)}

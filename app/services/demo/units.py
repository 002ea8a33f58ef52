"""The federation, its districts and zones, and grass-roots unions with invented names."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.extensions import db
from app.models import Unit

# code, name, English name, first six digits of identity numbers issued there, share of the grass-roots unions
DISTRICTS = (
    ("SN", "市南区总工会", "Shinan District Federation", "370202", 22),
    ("SB", "市北区总工会", "Shibei District Federation", "370203", 22),
    ("LC", "李沧区总工会", "Licang District Federation", "370213", 16),
    ("LS", "崂山区总工会", "Laoshan District Federation", "370212", 17),
    ("XH", "西海岸新区总工会", "West Coast New Area Federation", "370211", 32),
    ("CY", "城阳区总工会", "Chengyang District Federation", "370214", 22),
    ("JM", "即墨区总工会", "Jimo District Federation", "370215", 18),
    ("JZ", "胶州市总工会", "Jiaozhou Federation", "370281", 16),
    ("PD", "平度市总工会", "Pingdu Federation", "370283", 12),
    ("LX", "莱西市总工会", "Laixi Federation", "370285", 10),
    ("GX", "高新区总工会", "High-tech Zone Federation", "370214", 8),
    ("ZM", "自贸片区总工会", "Free Trade Zone Federation", "370211", 5),
)
FIRST, SECOND = "澜岱汐屿沧泓岚岬澄砺", "川程禾拓辰岳铭朗启桦"
TRADES = (
    "机械制造有限公司", "港务服务有限公司", "纺织有限公司", "食品有限公司", "电子有限公司", "轨道装备厂",
    "船舶修造有限公司", "橡胶制品有限公司", "建筑安装有限公司", "公共交通有限公司", "环卫服务有限公司",
    "物流有限公司", "酒店管理有限公司", "医院", "热力有限公司", "供水有限公司", "水产有限公司", "家电厂",
    "园林绿化有限公司", "外卖配送服务站",
)  # fmt: skip


@dataclass(frozen=True)
class Tree:
    """The whole tree; `region` gives the identity numbers' first six digits of a unit's place."""

    city: Unit
    districts: tuple[Unit, ...]
    unions: tuple[Unit, ...]
    region: dict[int, str]


def plant(rng: random.Random) -> Tree:
    """One city, ten districts and two zones, 200 grass-roots unions."""
    city = _unit(None, "city", "QD", "青岛市总工会", "Qingdao Federation of Trade Unions")
    names = _names(rng)
    districts: list[Unit] = []
    unions: list[Unit] = []
    region: dict[int, str] = {}
    for code, name, name_en, digits, share in DISTRICTS:
        district = _unit(city, "district", f"QD-{code}", name, name_en)
        own = [
            _unit(district, "grassroots", f"QD-{code}-{k:03d}", next(names), "") for k in range(1, share + 1)
        ]
        districts.append(district)
        unions += own
        region |= {union.id: digits for union in own}
    return Tree(city, tuple(districts), tuple(unions), region)


def _unit(parent: Unit | None, level: str, code: str, name: str, name_en: str) -> Unit:
    unit = Unit(parent=parent, level=level, code=code, name=name, name_en=name_en, path="/")
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return unit


def _names(rng: random.Random) -> Iterator[str]:
    """Names of unions, all different: an invented house and what it does."""
    houses = [a + b for a, b in itertools.product(FIRST, SECOND)]
    pairs = list(itertools.product(houses, TRADES))
    rng.shuffle(pairs)
    return (f"{house}{trade}工会" for house, trade in pairs)

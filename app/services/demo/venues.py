"""Four campuses with 600 beds in all. The source gives the sum; how it divides is assumed, and says so."""

from __future__ import annotations

from dataclasses import dataclass

from app.extensions import db
from app.models import Room, Venue

LATER = ("具体地址以通知为准", "The address will be given in your notice")


@dataclass(frozen=True)
class Campus:
    """`rooms` are the numbers of rooms with 1, 2, 3 and 4 beds; `pull` is how much it is wanted."""

    slug: str
    name: str
    name_en: str
    address: str
    address_en: str
    district: str
    note: str
    note_en: str
    rooms: tuple[int, int, int, int]
    pull: float
    asks_health: bool = False


CAMPUSES = (
    Campus(
        "shinan",
        "市南本部院区",
        "Shinan main campus",
        "市南区八大关，太平湾畔",
        "Badaguan, by Taiping Bay, Shinan District",
        "市南区",
        "背倚湛山、面朝太平湾，设健康管理中心、康复治疗中心和心理健康服务站。",
        "Between Zhanshan hill and Taiping Bay, with a health centre and psychological service.",
        (20, 84, 7, 2),
        1.6,
    ),
    Campus(
        "jimo",
        "即墨温泉院区",
        "Jimo hot-spring campus",
        "即墨区，" + LATER[0],
        "Jimo District. " + LATER[1],
        "即墨区",
        "海水溴盐温泉配合医疗保健，缓解颈肩腰腿劳损。泡温泉前需要健康申报。",
        "Sea-water hot springs and medical care for tired backs. A health declaration is needed.",
        (20, 57, 13, 2),
        1.1,
        asks_health=True,
    ),
    Campus(
        "tcm",
        "中医康养院区",
        "Chinese-medicine campus",
        *LATER,
        "",
        "以中医药、适宜技术、特色手法、膳食调养“四张处方”按体质调理。",
        "Four “prescriptions”: herbs, gentle techniques, manual therapy and diet, fitted to each guest.",
        (20, 36, 8, 1),
        0.6,
    ),
    Campus(
        "fourth",
        "第四院区",
        "Fourth campus",
        *LATER,
        "",
        "规模较小，安静，适合休整。",
        "Small and quiet, a place to rest.",
        (10, 28, 4, 1),
        0.5,
    ),
)

HEALTH_QUESTIONS = [
    {
        "id": "heart",
        "zh": "是否患有未控制的高血压、严重心脏病或脑血管病？",
        "en": "Uncontrolled high blood pressure, serious heart disease or a disease of the brain's vessels?",
    },
    {
        "id": "skin",
        "zh": "是否有传染性皮肤病或尚未愈合的伤口？",
        "en": "An infectious skin disease or a wound that has not healed?",
    },
    {"id": "pregnancy", "zh": "是否处于孕期？", "en": "Pregnancy?"},
    {
        "id": "surgery",
        "zh": "近三个月是否做过手术，或医生建议不要泡温泉？",
        "en": "Surgery in the last three months, or a doctor's advice against hot springs?",
    },
]
FLOOR = 14  # rooms on a floor


def open_campuses() -> dict[str, Venue]:
    """The four campuses by slug, with their rooms."""
    venues = {campus.slug: _venue(campus) for campus in CAMPUSES}
    db.session.add_all(venues.values())
    db.session.flush()
    return venues


def _venue(campus: Campus) -> Venue:
    return Venue(
        slug=campus.slug,
        name=campus.name,
        name_en=campus.name_en,
        address=campus.address,
        address_en=campus.address_en,
        district=campus.district,
        note=campus.note,
        note_en=campus.note_en,
        contact_phone="12351",
        health_questions=HEALTH_QUESTIONS if campus.asks_health else [],
        rooms_assumed=True,
        rooms=_rooms(campus.rooms),
    )


def _rooms(counts: tuple[int, int, int, int]) -> list[Room]:
    """Rooms of all sizes spread over two buildings; the second has a lift, ground floors have no steps."""
    total = sum(counts)
    # sizes alternate along a corridor as evenly as their numbers allow
    sizes = sorted((place / count, beds) for beds, count in enumerate(counts, 1) for place in range(count))
    rooms = []
    for k, (_, beds) in enumerate(sizes):
        building, place = (1, k) if k < total // 2 else (2, k - total // 2)
        floor, door = place // FLOOR + 1, place % FLOOR + 1
        features = (["lift"] if building == 2 else []) + (["step_free"] if floor == 1 else [])
        rooms.append(Room(name=f"{building} 号楼 {floor}{door:02d}", beds=beds, features=features))
    return rooms

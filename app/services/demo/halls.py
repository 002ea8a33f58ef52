"""Places without rooms to sleep in: halls, pools, book-houses. Their names and addresses are invented."""

from __future__ import annotations

from app.extensions import db
from app.models import Venue

HALLS = (
    ("culture-hall", "职工文化活动中心（演示）", "Culture hall (demonstration)", "市北区"),
    ("health-centre", "职工体检中心（演示）", "Health centre (demonstration)", "市南区"),
    ("book-house-1", "一号职工书屋（演示）", "Book-house 1 (demonstration)", "市南区"),
    ("book-house-2", "二号职工书屋（演示）", "Book-house 2 (demonstration)", "崂山区"),
    ("book-house-3", "三号职工书屋（演示）", "Book-house 3 (demonstration)", "西海岸新区"),
    ("book-house-4", "四号职工书屋（演示）", "Book-house 4 (demonstration)", "城阳区"),
    ("book-house-5", "五号职工书屋（演示）", "Book-house 5 (demonstration)", "即墨区"),
    ("book-house-6", "六号职工书屋（演示）", "Book-house 6 (demonstration)", "胶州市"),
    ("book-house-7", "七号职工书屋（演示）", "Book-house 7 (demonstration)", "李沧区"),
    ("book-house-8", "八号职工书屋（演示）", "Book-house 8 (demonstration)", "市北区"),
    ("pool-1", "一号游泳馆（演示）", "Pool 1 (demonstration)", "市南区"),
    ("pool-2", "二号游泳馆（演示）", "Pool 2 (demonstration)", "市北区"),
    ("pool-3", "三号游泳馆（演示）", "Pool 3 (demonstration)", "李沧区"),
    ("craft-college", "工匠学院教学点（演示）", "Craftsman college (demonstration)", "城阳区"),
    ("online", "线上办理", "Online", ""),
)


def open_halls() -> dict[str, Venue]:
    """The halls by slug."""
    halls = {
        slug: Venue(
            slug=slug,
            name=name,
            name_en=name_en,
            district=district,
            address=f"{district}，具体地址以通知为准" if district else "",
            address_en="The address will be given in your notice" if district else "",
            contact_phone="12351",
        )
        for slug, name, name_en, district in HALLS
    }
    db.session.add_all(halls.values())
    db.session.flush()
    return halls

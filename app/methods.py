"""How places can be decided, in plain words: the name of each way and one sentence on what it means."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

METHOD_NAMES: Mapping[str, str] = {
    "optimiser": _l("总体最优"),
    "in_order": _l("平行志愿"),
    "guarantee": _l("保底优化"),
    "first_choice": _l("首志愿保底"),
}

METHOD_SENTENCES: Mapping[str, str] = {
    "optimiser": _l(
        "总体最优：安排上的人最多（按优先级加权），再让志愿靠前；个别人可能要为大家让到后面的志愿。"
    ),
    "in_order": _l(
        "平行志愿：按优先级和摇号先后逐个来，轮到谁，就给谁还住得下的最靠前的志愿；最好懂，空床会多一些。"
    ),
    "guarantee": _l("保底优化：先按平行志愿排一遍，再优化；谁都不会比平行志愿排到的差，空出的床位尽量用好。"),
    "first_choice": _l(
        "首志愿保底：按平行志愿能得第一志愿的一定得到，其余的人再优化；志愿没填满的按平行志愿的结果定。"
    ),
}

"""A programme at a glance for those who write it: its facts as its mode has them, and what is filled in."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import words
from app.extensions import db
from app.models import Programme, Question, QuestionSet
from app.services import case_workers, features, kinds, modes, offering_tallies, texts
from app.services.modes import Mode
from app.services.modes.mode import Section, Setting


def facts(programme: Programme) -> list[tuple[str, str]]:
    """(term, words) in order; only what the programme's mode has use for."""
    mode = modes.of(programme)
    return [
        (_("类别"), kinds.label(programme.kind)),
        *([(_("所属事项"), words.in_language(programme.matter, "title"))] if programme.matter else []),
        (_("决定方式"), str(mode.label)),
        (_("报名起止"), f"{words.moment(programme.opens_at)} – {words.moment(programme.closes_at)}"),
        *_days(programme),
        (_("志愿"), _("最多 %(count)s 个", count=programme.max_choices)),
        (_("同行"), _party(programme)),
        *_besides(programme),
        (_("时间冲突"), _("不能报名") if programme.overlap == "forbid" else _("提醒，但可以报名")),
        *_weights(programme, mode),
        *((str(setting.label), _value(setting, programme)) for setting in mode.settings),
        *_draw(programme),
        *([(_("咨询电话"), programme.contact_phone)] if programme.contact_phone else []),
    ]


def _days(programme: Programme) -> list[tuple[str, str]]:
    found = []
    if (on := programme.results_on) is not None:
        found.append((_("结果公布日"), f"{words.day(on)} {words.weekday(on)}"))
    if programme.withdraw_free_until_on is not None:
        found.append((_("免记退出"), words.day(programme.withdraw_free_until_on)))
    if programme.quotas_return_at is not None:
        found.append((_("未用名额归还"), words.moment(programme.quotas_return_at)))
    return found


def _besides(programme: Programme) -> list[tuple[str, str]]:
    """What it has besides sign-up, and who alone may look."""
    found = [str(feature.label) for feature in features.of(programme)]
    private = [(_("保密"), _("只有本人和专办人员能看到"))] if programme.private else []
    return [*([(_("还包括"), words.listed(found))] if found else []), *private]


def _party(programme: Programme) -> str:
    least, most = programme.min_party_size, programme.max_party_size
    if most == 1:
        return str(_("只报自己"))
    if least > 1:
        return str(_("每组 %(least)s 到 %(most)s 人", least=least, most=most))
    return str(_("每组最多 %(count)s 人", count=most))


def _weights(programme: Programme, mode: Mode) -> list[tuple[str, str]]:
    if not mode.uses_tiers:
        return []
    in_order = sorted(programme.tier_weights.items())
    return [(_("各级权重"), " : ".join(words.number(weight) for _tier, weight in in_order))]


def _draw(programme: Programme) -> list[tuple[str, str]]:
    found = [(_("摇号种子来源"), programme.seed_source), (_("摇号种子"), programme.seed)]
    if programme.seed_known_at is not None:
        found.insert(1, (_("数字揭晓"), words.moment(programme.seed_known_at)))
    return [(term, fact) for term, fact in found if fact]


def _value(setting: Setting, programme: Programme) -> str:
    value = setting.of(programme)
    if value == 0 and setting.none:
        return str(setting.none)
    return next((str(named) for option, named in setting.options if option == value), str(value))


def sections(programme: Programme) -> list[Section]:
    """What a programme is made of, in the order in which it is written; said in words how far it is."""
    mode = modes.of(programme)
    return [
        _offerings(programme, mode),
        *mode.sections(programme),
        *_case_workers(programme, mode),
        *(section for feature in features.of(programme) for section in feature.sections(programme)),
        _questions(programme),
        _texts(programme),
        _policy(programme),
    ]


def _offerings(programme: Programme, mode: Mode) -> Section:
    count = offering_tallies.counts().get(programme.id, 0)
    if count:
        said = _("%(count)s 期", count=count)
    else:
        said = _("还没有期次，请至少添加一期。") if "offerings" in mode.needs else _("不需要期次，可以不加。")
    return Section(_("期次"), "console_offerings.index", said, bool(count), "offerings" in mode.needs)


def _case_workers(programme: Programme, mode: Mode) -> list[Section]:
    """Of private programmes, and of those whose cases somebody sees to."""
    if not (programme.private or mode.has_cases):
        return []
    count = len(case_workers.active(programme))
    said = _("%(count)s 人", count=count) if count else _("还没有专办人员。")
    return [Section(_("专办人员"), "console_case_workers.index", said, count > 0, programme.private)]


def _questions(programme: Programme) -> Section:
    latest = (
        select(QuestionSet.id)
        .where(QuestionSet.programme_id == programme.id)
        .order_by(QuestionSet.version.desc())
        .limit(1)
    )
    count = db.session.scalar(select(func.count(Question.id)).where(Question.set_id.in_(latest))) or 0
    said = _("%(count)s 个问题", count=count) if count else _("报名时不另外提问。")
    return Section(_("问题"), "console_questions.index", said, bool(count))


def _texts(programme: Programme) -> Section:
    held = texts.in_force(programme)
    consents = sum(text.kind == "consent" for text in held)
    if held:
        said = _("%(notices)s 份告知，%(consents)s 份同意书", notices=len(held) - consents, consents=consents)
    else:
        said = _("没有告知，也不要求同意。")
    return Section(_("告知和同意"), "console_texts.index", said, bool(held))


def _policy(programme: Programme) -> Section:
    rules, quotas = len(programme.rules), len(programme.quotas)
    if rules or quotas:
        said = _("%(rules)s 条资格条件，%(quotas)s 条名额", rules=rules, quotas=quotas)
    else:
        said = _("没有资格条件和名额限制，职工都可以报名。")
    return Section(_("资格条件和名额"), "console_policy.index", said, bool(rules or quotas))

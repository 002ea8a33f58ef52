"""`casework`: each application goes through its steps and is decided by itself, as soon as it can be."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock, words
from app.models import Person, Programme, Registration
from app.services.casework import cases, figures, overdue, owners, settings, writing
from app.services.contradictions import Contradiction
from app.services.modes import casework_words as say
from app.services.modes import gone
from app.services.modes.mode import Mode, Section, Todo
from app.services.standing import Standing


class Casework(Mode):
    """Steps with an owner and a deadline each, questions back, a decision with its reason, an appeal."""

    name = "casework"
    order = 6
    label = _l("逐件办理")
    sentence = _l("每份申请按公布的步骤逐件办理，需要补充时会向您提问；决定写明理由，不服可以申请复核。")
    has_cases = True
    settings = settings.ALL
    desk = "console_cases.show"

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        return writing.hindrances(programme)

    def accept(self, registration: Registration) -> None:
        """Its case begins; one that is sent again must not have been taken up."""
        cases.begin(registration)

    def release(self, registration: Registration) -> None:
        """Its case ends; what it was granted is free again. Raises DomainError once it is final."""
        cases.withdraw(registration)

    def fill(self, programme: Programme) -> int:
        """Questions lapse, decisions become final, who is late is told."""
        overdue.look_after(programme)
        return 0

    def owed(self) -> Sequence[int]:
        return overdue.owed()

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        return say.facts(programme)

    def sections(self, programme: Programme) -> Sequence[Section]:
        count = len(cases.steps(programme))
        said = _("%(count)s 步", count=count)
        return [Section(_("办理步骤和理由"), "console_case_steps.index", said, count > 0, True)]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        found = []
        if programme.state == "open" and programme.closes_at <= clock.now():
            found.append(Todo(_("报名时间已到，请截止报名"), "console_programmes.close"))
        late, free = figures.late(programme), figures.free(programme)
        if late and programme.private:
            found.append(Todo(_("有办件超过期限，请提醒专办人员"), self.desk))
        elif late:
            found.append(Todo(_("%(count)s 件超过办理期限", count=late), self.desk))
        if free and not programme.private:
            found.append(Todo(_("%(count)s 件还没有人接办", count=free), self.desk, False))
        return found

    def next_step(self, programme: Programme) -> str:
        sentences = {
            "open": _("随时申请，逐件办理，%(at)s 截止申请。", at=words.moment(programme.closes_at)),
            "closed": _("申请已经截止，已收到的继续办完。"),
        }
        return str(sentences.get(self.stage(programme)) or super().next_step(programme))

    def explain(self, registration: Registration, reader: Person | None) -> Standing:
        if (over := gone.standing(registration)) is not None:
            return over
        case = cases.of(registration)
        if case is None:
            return Standing("handed_in", ("ok", _("已收到")), _("申请已收到"), may_withdraw=True)
        return say.standing(case, in_person=reader is not None)

    def before_sending(self, programme: Programme, people: Sequence[Person]) -> Sequence[str]:
        first = next(iter(cases.steps(programme)), None)
        if first is None:
            return ()
        said = _(
            "先由%(who)s办理“%(step)s”，一般 %(days)s 个工作日；办理情况在“我的”里随时可看。",
            who=owners.role(first),
            step=words.in_language(first, "label"),
            days=first.days,
        )
        return [str(said)]


MODE = Casework()

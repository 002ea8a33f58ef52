"""What members and hosts of a reading club send."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField

from app.forms.console.fields import ConsoleForm, SelectChoice, WholeNumber, Words, at_most, between, needed
from app.models import Book, BookProposal
from app.words import in_language


class NoteForm(ConsoleForm):
    book_id = SelectField(_l("哪一本书"), coerce=int)
    words = TextAreaField(
        _l("笔记"),
        [needed(_l("请写下笔记")), at_most(500)],
        description=_l("最多 500 字；主持人看过以后，成员才能看到，署名只显示姓"),
    )
    pages = WholeNumber(_l("读到第几页"), [between(1, 9999)], description=_l("可以不填"))

    def __init__(self, listed: list[Book], **first: Any) -> None:
        super().__init__(**first)
        self.book_id.choices = [SelectChoice(book.id, in_language(book, "title")) for book in listed]


class ProposalForm(ConsoleForm):
    title = Words(_l("书名"), [needed(), at_most(120)], description=_l("不用写书名号"))
    author = Words(_l("作者"), [at_most(80)])
    why = Words(_l("为什么想读"), [at_most(200)], description=_l("一句话，可以不填"))


class VoteForm(ConsoleForm):
    proposal = RadioField(_l("投一票"), coerce=int)

    def __init__(self, listed: list[BookProposal], **first: Any) -> None:
        super().__init__(**first)
        self.proposal.choices = [SelectChoice(each.id, f"《{each.title}》{each.author}") for each in listed]


class CloseRoundForm(ConsoleForm):
    chosen = RadioField(_l("票数并列，选哪一本"), coerce=int, default=0)
    reason = Words(
        _l("为什么选这一本"), [at_most(300)], description=_l("自己选的要写，会公布；按规则的不用写")
    )

    def __init__(self, tied: list[BookProposal], **first: Any) -> None:
        super().__init__(**first)
        by_rule = SelectChoice(0, gettext("按规则：先提出的当选"))
        self.chosen.choices = [by_rule, *(SelectChoice(each.id, f"《{each.title}》") for each in tied)]

"""Whoever signed up reads on their own page what they answered; a companion does not."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.services import answering
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.browser import Browser

IDEA = "把备件柜挪到工位旁边。\n先试一个月。"


def test_the_lead_alone_reads_the_answers(client: Browser, session: Session) -> None:
    *_, union = make.tree()
    programme = make.programme()
    question = make.question(programme, "idea", kind="text", label="您的建议")
    lead, companion = make.person(union), make.person(union)
    sent = make.registration(programme, [lead, companion], [make.offering(programme, make.venue())])
    with unit_of_work():
        answering.keep(sent, {question.key: IDEA})
    client.sign_in(sent.signed_up_by)
    words = client.get(f"/mine/{sent.reference}").text
    assert "您的建议" in words
    assert IDEA in words
    client.sign_in(make.account(companion))
    assert "您的建议" not in client.get(f"/mine/{sent.reference}").text

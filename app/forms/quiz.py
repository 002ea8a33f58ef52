"""Answering one question of a quiz; nothing need be chosen to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Optional

from app.forms.console.fields import MultiCheckboxField, SelectChoice


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """`answer` holds places of options as they are shown; `answer_form` gives it its options."""

    def chosen(self) -> list[int]:
        """The places chosen, none if nothing was."""
        given: Any = self["answer"].data
        if given is None:
            return []
        return [int(place) for place in (given if isinstance(given, list) else [given])]


def answer_form(words: str, options: Sequence[str], chosen: Sequence[int], *, several: bool) -> AnswerForm:
    """A form of one question, with what has been chosen so far."""
    choices = [SelectChoice(str(place), option) for place, option in enumerate(options)]
    before = [str(place) for place in chosen]
    field = (
        MultiCheckboxField(words, choices=choices)
        if several
        else RadioField(words, [Optional()], choices=choices)
    )
    form = type("OneQuestionForm", (AnswerForm,), {"answer": field})
    made: AnswerForm = form(data={"answer": before if several else (before[0] if before else None)})
    return made

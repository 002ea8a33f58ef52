"""The pieces pages are made of: what is drawn is also said, and the first page stays light."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

from app import words

ROOT = Path(__file__).parent.parent
FIRST_LOAD = ("theme.css", "site.js", "favicon.svg", "vendor/bootstrap.min.css.gz", "vendor/htmx.min.js.gz")


class Sample(Form):
    name = StringField("姓名", [InputRequired("请填写姓名")], description="与证件一致")
    kind = RadioField("证件", [InputRequired("请选择证件")], choices=[SelectChoice("id", "身份证")])
    phones = FieldList(StringField("手机", [InputRequired("请填写手机")]), min_entries=1)


@pytest.fixture
def bare() -> Flask:
    """Templates and words without the site: macros may lean on nothing else."""
    bare = Flask("bare", template_folder=str(ROOT / "templates"))
    Babel(bare, default_locale="zh")
    words.init_app(bare)
    return bare


def shown(bare: Flask, source: str, **values: Any) -> str:
    with bare.test_request_context("/?page=2&q=王"):
        return render_template_string(source, **values)


def faulty() -> Sample:
    form = Sample(MultiDict({"phones-0": ""}))
    assert not form.validate()
    return form


def test_the_summary_links_every_fault_to_its_field(bare: Flask) -> None:
    source = '{% from "macros/forms.html" import error_summary %}{{ error_summary(f, ["名额已满"]) }}'
    html = shown(bare, source, f=faulty())
    for part in ('role="alert"', 'href="#name"', 'href="#kind-0"', 'href="#phones-0"', "名额已满"):
        assert part in html


def test_a_faulty_field_is_tied_to_its_hint_and_fault(bare: Flask) -> None:
    source = '{% from "macros/forms.html" import field %}{{ field(f.name, class_="short") }}'
    html = shown(bare, source, f=faulty())
    assert 'aria-describedby="name-hint name-fault"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control short"' in html
    assert 'id="name-fault">请填写姓名' in html


def test_pages_keep_the_search(bare: Flask) -> None:
    class Page:
        page, pages = 2, 3

        def iter_pages(self, **_: int) -> list[int]:
            return [1, 2, 3]

    bare.add_url_rule("/", "list")
    html = shown(bare, '{% from "macros/ui.html" import pagination %}{{ pagination(p) }}', p=Page())
    assert 'aria-current="page">2<' in html
    assert "page=3" in html
    assert "q=%E7%8E%8B" in html


@pytest.mark.parametrize("points", [[], [(1.0, 5)], [(0.0, 5), (2.5, 9)]])
def test_a_curve_of_any_length_has_words(bare: Flask, points: list[tuple[float, int]]) -> None:
    source = '{% from "macros/ui.html" import curve %}{{ curve(p, [], "方案 9") }}'
    html = shown(bare, source, p=points)
    assert ('aria-label="方案 9"' in html) is bool(points)
    assert "style=" not in html


def test_a_board_says_what_its_colours_say(bare: Flask) -> None:
    cells = [{"span": 2, "kind": "w", "text": "2/2 人", "locked": True}, {"span": 1, "kind": "free"}]
    source = '{% from "macros/ui.html" import board %}{{ board(rows, ["1", "2", "3"], "一号楼") }}'
    html = shown(bare, source, rows=[{"name": "201 室", "cells": cells}])
    for part in ('colspan="2"', 'class="w lock"', "女", "已锁定", "空", "<caption"):
        assert part in html


def test_the_first_page_is_light() -> None:
    sizes = [(ROOT / "app/static" / name).stat().st_size for name in FIRST_LOAD]
    assert sum(sizes) < 100_000
    assert (ROOT / "app/static/theme.css").stat().st_size < 20_000


def test_the_lock_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]

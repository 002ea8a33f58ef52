"""A worker on a phone: from the first page to a reference number, changes, a draft, and out again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import worker_steps as step
from tests.e2e.city import Someone, Visit, newcomer
from tests.e2e.conftest import Opener

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
KNOWN = "13800000001"
LIGHT = 150_000


@SCRIPTS
def test_a_new_worker_signs_up_with_a_companion_changes_and_withdraws(
    open_page: Opener, scripts: bool
) -> None:
    number = 100 if scripts else 200
    worker, companion = newcomer("林晓彤", number + 1), newcomer("高文博", number + 2)
    visit = Visit(open_page(scripts=scripts), scripts)
    step.find_programme(visit)
    step.begin(visit, worker.phone)
    step.mistype_identity(visit, worker)
    step.confirm_identity(visit, worker)
    step.bring(visit, companion)
    step.share_a_room(visit)
    step.rank(visit)
    step.declare_health(visit)
    reference = step.send(visit)
    change_choices(visit, reference)
    come_back_to_a_draft(visit)
    companion_is_told(Visit(open_page(scripts=scripts), scripts), companion, reference)
    withdraw(visit, reference)


def change_choices(visit: Visit, reference: str) -> None:
    visit.follow("修改报名")
    visit.at("和谁一起去")
    visit.press("继续")
    visit.at("怎么住")
    visit.press("继续")
    visit.page.get_by_role("button", name=f"去掉：{step.SPRING}").click()
    expect(visit.page.locator("#ranked li")).to_have_count(2)
    visit.press("继续")
    assert step.send(visit, again=True) == reference


def come_back_to_a_draft(visit: Visit) -> None:
    """Half a change, left; then found again under "mine", with what was changed."""
    visit.follow("修改报名")
    visit.press("继续")
    visit.press("继续")
    step.choose(visit, step.HERBS)
    visit.page.goto("/mine")
    visit.at("我的报名")
    visit.follow("接着填写")
    visit.at("您想去哪里")
    assert step.ranked(visit) == [step.SEA, step.SEA, step.HERBS]


def companion_is_told(visit: Visit, companion: Someone, reference: str) -> None:
    """Signing up a second time says who did, and how to change it."""
    step.find_programme(visit)
    step.begin(visit, companion.phone)
    step.confirm_identity(visit, companion)
    visit.at("已经有人为您报名")
    main = visit.page.locator("main")
    expect(main).to_contain_text("林*彤")
    expect(main).to_contain_text(reference[:7])
    expect(main).to_contain_text("想改动，怎么办")
    visit.follow("查看这一组的报名")
    expect(visit.page.locator("#reference")).to_have_text(reference)


def withdraw(visit: Visit, reference: str) -> None:
    visit.page.goto(f"/mine/{reference}")
    visit.at("已报名，可以修改")
    visit.follow("退出报名")
    visit.at("退出前请了解")
    visit.press("确认退出")
    visit.at("已退出报名")


def test_a_known_worker_signs_up_alone_and_the_choices_need_no_mouse(open_page: Opener) -> None:
    visit = Visit(open_page())
    step.find_programme(visit)
    step.begin(visit, KNOWN)
    visit.at("和谁一起去")
    visit.press("我一个人去")
    visit.at("怎么住")
    visit.press("继续")
    visit.at("您想去哪里")
    choose_by_keyboard(visit)
    visit.at("提交前核对")
    step.send(visit)


def choose_by_keyboard(visit: Visit) -> None:
    """Adds two sessions, moves the second up, removes one, goes on: Tab and Enter alone."""
    page = visit.page
    for campus in (step.SEA, step.HERBS):
        press_key_on(page, "选择院区和日期")
        visit.at("选择院区和日期")
        press_key_on(page, f"选 {campus}")
        visit.at("您想去哪里")
    press_key_on(page, f"上移：{step.HERBS}")
    expect(page.locator("#ranked li b").first).to_have_text(step.HERBS)
    press_key_on(page, f"去掉：{step.SEA}")
    expect(page.locator("#ranked li")).to_have_count(1)
    press_key_on(page, "继续")


def press_key_on(page: Page, name: str) -> None:
    """Tabs to what is called so, sees where it is, and presses Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        words = focused.get_attribute("aria-label") or focused.inner_text()
        if words.startswith(name):
            break
    else:
        raise AssertionError(f"“{name}” cannot be reached with Tab on {page.url}")
    outline = focused.evaluate("e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow")
    assert outline != "nonenone", f"focus on “{name}” cannot be seen"
    page.keyboard.press("Enter")


def test_the_first_page_and_the_programme_are_light(open_page: Opener) -> None:
    for path in ("/", "/programmes/{slug}"):
        page = open_page()
        slug = path.format(slug=slug_of_open_programme(page)) if "{" in path else path
        assert bytes_of_first_load(open_page(), slug) < LIGHT


def slug_of_open_programme(page: Page) -> str:
    page.goto("/programmes")
    link = page.get_by_role("link", name=step.PROGRAMME)
    return (link.get_attribute("href") or "").rsplit("/", 1)[1]


def bytes_of_first_load(page: Page, path: str) -> int:
    """What comes over the wire when nothing is cached."""
    received: list[float] = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    assert len(received) > 3, "page, styles and scripts were not seen"
    return int(sum(received))

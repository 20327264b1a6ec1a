"""What staff see of the understanding: the model's scores, what decided, and what was corrected."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

import nlp
from models.case import Case, Urgency
from models.staff import Role, Staff
from models.work import correct
from nlp.shelf import manifest

STORY = "โรงงานค้างค่าแรงสองเดือน บัตร 1-1017-00230-70-8"


def test_the_page_shows_version_scores_and_what_is_confused(
    browser: Callable[..., Any], hire: Callable[..., Staff]
) -> None:
    page = browser(hire(Role.TRAINER)).get("/console/model").get_data(as_text=True)
    about = manifest()
    assert about["version"] in page
    meant, got, times = about["dev"]["category"]["confused"][0]
    assert f'<td class="numbers">{times}</td>' in page
    assert "Most often confused" in page
    assert f"{about['dev']['category']['accuracy']:.0%}" in page
    assert meant != got


def test_it_counts_what_staff_corrected(
    browser: Callable[..., Any], hire: Callable[..., Staff], lodge: Callable[..., Case],
    session: Session,
) -> None:  # fmt: skip
    officer, case = hire(Role.OFFICER), lodge()
    correct(
        session, case, officer, category="dismissal", office=None, urgency=Urgency.NORMAL,
        urgent_safety=False, province="ขอนแก่น",
    )  # fmt: skip
    session.commit()
    page = browser(hire(Role.ADMIN)).get("/console/model").get_data(as_text=True)
    assert "Dismissal and severance" in page.split('id="h-corrections"')[1]


def test_it_says_where_another_model_judges(
    browser: Callable[..., Any], hire: Callable[..., Staff], lodge: Callable[..., Case],
    session: Session,
) -> None:  # fmt: skip
    case, page = lodge(), browser(hire(Role.TRAINER))
    case.understood = {"model": manifest()["version"]}
    session.commit()
    assert "judged by another" not in page.get("/console/model").get_data(as_text=True)
    case.understood = {"model": "of-yesterday"}
    session.commit()
    assert "another model: of-yesterday" in page.get("/console/model").get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.BROADCASTER, Role.AUDITOR])
def test_others_do_not_see_it(
    browser: Callable[..., Any], hire: Callable[..., Staff], role: Role
) -> None:
    assert browser(hire(role)).get("/console/model").status_code in (403, 404)


def test_where_the_learned_model_is_gone_the_built_in_one_is_shown(
    browser: Callable[..., Any], hire: Callable[..., Staff], app: Flask, tmp_path: Any
) -> None:
    app.extensions["models"] = tmp_path
    (tmp_path / "history.json").write_text('["gone"]', encoding="utf-8")
    page = browser(hire(Role.TRAINER)).get("/console/model")
    assert page.status_code == 200
    assert manifest()["version"] in page.get_data(as_text=True)


def test_a_case_shows_which_model_judged_it_and_the_words_that_decided(
    browser: Callable[..., Any], hire: Callable[..., Staff], lodge: Callable[..., Case]
) -> None:
    understood = nlp.understand(STORY)
    case = lodge(STORY, understood=understood.to_dict())
    page = browser(hire()).get(f"/console/cases/{case.id}").get_data(as_text=True)
    assert understood.model in page
    assert all(word in page for word in understood.evidence)
    assert understood.evidence


def test_the_list_of_cases_shows_no_identity_number(
    browser: Callable[..., Any], hire: Callable[..., Staff], lodge: Callable[..., Case]
) -> None:
    lodge(STORY)
    page = browser(hire()).get("/console/cases").get_data(as_text=True)
    assert "โรงงานค้างค่าแรงสองเดือน" in page
    assert "1-1017-00230-70-8" not in page
    assert "×-××××" in page

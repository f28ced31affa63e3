"""The few things that the common types know by themselves, and how instants and values are shown."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from conversations.cards import agreement_shown, closed_or_not_yet, deadline, shortened
from conversations.domain import Agreement, Campaign, Decision, Status
from conversations.steps import View
from tests.builders import CAMPAIGN, NOON, facts
from tests.conversations.test_decision import WAITING

AGREED = Agreement("Lê Văn C", "Giám đốc", NOON.date())


@pytest.mark.parametrize(("decision", "status"), list(zip(Decision, ("confirmed", "changes_requested", "rejected"), strict=True)), ids=str)
def test_what_a_decision_makes(decision: Decision, status: str) -> None:
    """Each of the three has its status."""
    assert Status(status) is decision.status


@pytest.mark.parametrize("status", Status)
def test_what_counts(status: Status) -> None:
    """Confirmed and agreed to, nothing less."""
    agreed = replace(WAITING, status=status, agreement=AGREED)
    assert (status is Status.CONFIRMED) == agreed.is_valid
    assert not replace(agreed, agreement=None).is_valid


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("at", "expected"), {CAMPAIGN.opens - SECOND: False, CAMPAIGN.opens: True, CAMPAIGN.closes - SECOND: True, CAMPAIGN.closes: False}.items(), ids=str)
def test_the_window(at: datetime, expected: bool) -> None:
    """The close is exclusive."""
    assert expected == CAMPAIGN.is_open(at)


DEADLINES = {CAMPAIGN.closes: "24h ngày 22/4/2021", datetime(2021, 4, 20, 16, 55, tzinfo=UTC): "23:55 ngày 20/4/2021"}


@pytest.mark.parametrize(("until", "expected"), DEADLINES.items(), ids=str)
def test_deadlines(until: datetime, expected: str) -> None:
    """Midnight is said as the guidance says it; the portal really closed at 23:55."""
    assert expected == deadline(CAMPAIGN, until)


def closed(campaign: Campaign, at: datetime) -> str:
    return closed_or_not_yet(View({}, {}, facts(campaign=campaign), at), has_draft=False).key


def test_why_nothing_is_taken() -> None:
    """Before and after are two sentences."""
    assert [closed(CAMPAIGN, CAMPAIGN.opens - SECOND), closed(CAMPAIGN, CAMPAIGN.closes)] == ["campaign-not-open", "campaign-closed"]


def test_an_agreement_that_is_missing_shows_nothing() -> None:
    """Who, as what, when."""
    assert ["", "Lê Văn C, Giám đốc, 1/4/2021"] == [agreement_shown(None), agreement_shown(AGREED)]


SHORTENED = {"Một câu. Hai câu. Ba": "Một câu. Hai câu.", "Một. " + "x" * 30: "", "Vừa đủ.": "", "x" * 30: ""}


@pytest.mark.parametrize(("draft", "expected"), SHORTENED.items())
def test_shortened(draft: str, expected: str) -> None:
    """At a sentence's end in the second half of what is allowed, else not at all."""
    assert expected == shortened(draft, 19)

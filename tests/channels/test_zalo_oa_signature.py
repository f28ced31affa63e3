"""Which webhook calls are Zalo's: every variant that was seen, no other, and nothing on the way can raise."""

import hashlib
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.access import SignatureMode, Trust
from bot.channels.zalo_oa.signature import Verifier, instant, sign

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
STAMP = str(int(NOW.timestamp() * 1000))
LATER = str(int(STAMP) + 1)
APP, OA, SECRET, APP_SECRET = "3608", "3886", "oa-secret", "app-secret"
BODY = orjson.dumps({"app_id": APP, "event_name": "user_send_text", "timestamp": STAMP, "message": {"text": "Xin chào"}})
TRUST = Trust(secrets=(SECRET, APP_SECRET), first_terms=(APP, OA))


def mac(first: str = APP, secret: str = SECRET, stamp: str = STAMP, body: bytes = BODY) -> str:
    """An independent reading of the official helper: app id, data, timestamp, secret."""
    return hashlib.sha256(b"".join((first.encode(), body, stamp.encode(), secret.encode()))).hexdigest()


def is_authentic(headers: dict[str, str], trust: Trust = TRUST, body: bytes = BODY, now: datetime = NOW) -> bool:
    return Verifier(trust).is_authentic(body, orjson.loads(body), headers, now)


GOOD = {
    "as in the reference": {"X-ZEvent-Signature": f"mac={mac()}"},
    "without prefix": {"X-ZEvent-Signature": mac()},
    "upper case": {"x-zevent-signature": f"mac={mac().upper()}"},
    "the account first": {"X-ZEvent-Signature": f"mac={mac(first=OA)}"},
    "the application's secret": {"X-ZEvent-Signature": f"mac={mac(secret=APP_SECRET)}"},
    "the header's timestamp": {"X-ZEvent-Signature": mac(stamp=LATER), "X-ZEvent-Timestamp": LATER},
}
BAD = {
    "nothing": {},
    "empty": {"X-ZEvent-Signature": "mac="},
    "another secret": {"X-ZEvent-Signature": f"mac={mac(secret='x')}"},
    "another body": {"X-ZEvent-Signature": f"mac={mac(body=BODY + b' ')}"},
    "a header's timestamp that is not signed": {"X-ZEvent-Signature": mac(stamp="1"), "X-ZEvent-Timestamp": "2"},
    "signs of another alphabet": {"X-ZEvent-Signature": "mac=é\udcff" + "0" * 60},
    "cut": {"X-ZEvent-Signature": f"mac={mac()[:-1]}"},
}


@pytest.mark.parametrize("name", GOOD)
def test_what_fits(name: str) -> None:
    """Each candidate is accepted; a pinned setting accepts its own alone."""
    assert is_authentic(GOOD[name])
    pinned = Trust(secrets=(SECRET,), first_terms=(APP,), timestamps=("body",))
    plain = {"as in the reference", "without prefix", "upper case"}
    assert (name in plain) == is_authentic(GOOD[name], pinned)


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("mode", SignatureMode)
def test_what_does_not(name: str, mode: SignatureMode) -> None:
    """In no mode."""
    assert not is_authentic(BAD[name], Trust(mode, TRUST.secrets, TRUST.first_terms))


@pytest.mark.parametrize(
    ("age", "expected"),
    [(timedelta(0), True), (timedelta(hours=1, minutes=59), True), (timedelta(hours=2, seconds=1), False),
     (timedelta(minutes=-4), True), (timedelta(minutes=-6), False)],
)  # fmt: skip
def test_age(age: timedelta, expected: bool) -> None:
    """An hour-old retry is legitimate; a stale one counts only where nothing is enforced."""
    assert expected == is_authentic(GOOD["as in the reference"], now=NOW + age)
    assert is_authentic(GOOD["as in the reference"], Trust(SignatureMode.LOG_ONLY, (SECRET,), (APP,)), now=NOW + age)


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [(STAMP, NOW), (int(STAMP), NOW), (int(NOW.timestamp()), NOW), (str(int(NOW.timestamp())), NOW),
     (None, None), ("", None), ("x", None), (True, None), (1.5, None), ("9" * 40, None), (-1, None), ("²", None)],
)  # fmt: skip
def test_instants(given_as: object, expected: datetime | None) -> None:
    """Numbers or digits, milliseconds or seconds."""
    assert expected == instant(given_as)


def test_the_variant_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """So that it can be pinned; no secret and no sign stands there."""
    verifier = Verifier(TRUST)
    for _ in range(3):
        assert verifier.is_authentic(BODY, orjson.loads(BODY), GOOD["as in the reference"], NOW)
    out = capsys.readouterr().out
    assert (1, False) == (out.count("zalo_signature_fits"), any(word in out for word in (SECRET, mac())))


@given(st.binary(max_size=200), st.text(max_size=100), st.one_of(st.none(), st.integers(), st.text(max_size=30)))
def test_nothing_raises(body: bytes, header: str, timestamp: object) -> None:
    """Whatever comes, the answer is no."""
    headers = {"X-ZEvent-Signature": header, "X-ZEvent-Timestamp": header}
    assert not Verifier(TRUST).is_authentic(body, {"timestamp": timestamp}, headers, NOW)


@given(st.binary(max_size=200), st.text(st.characters(codec="utf-8"), max_size=20))
def test_it_is_the_plain_digest(body: bytes, stamp: str) -> None:
    """Over the bytes as they came."""
    assert mac(body=body, stamp=stamp) == sign(APP, body, stamp, SECRET)

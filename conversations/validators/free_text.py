"""Free text: title, description, reason, the name of a workplace. Normalised, never cut.

Lengths are user-perceived characters. One of them can carry marks without end, so code points are bounded too.
"""

from collections.abc import Callable

import regex

from conversations.answers import Doubtful, Invalid, Valid
from conversations.text import count, has_letter, normalise, one_line
from conversations.validators.questions import asks

MAX_CODE_POINTS = 20_000  # of any text read here; 1000 real characters, decomposed, have about 1300
MOST_CODE_POINTS_EACH = 20  # of one user-perceived character, on average: a family emoji has 11
DESCRIPTION_LIMIT = 1000
SHORT_DESCRIPTION = 30
TITLE_LIMIT = 150
REASON_LEAST, REASON_LIMIT = 5, 500
WORKPLACE_LEAST, WORKPLACE_LIMIT = 3, 150
OFFICE_LIMIT = 100
EXAMPLE_LIMIT = 400
ANNOUNCEMENT_LEAST, ANNOUNCEMENT_LIMIT = 10, 1000
_GAP = regex.compile(r"\n\s*\n\s*\n")  # lines that nobody wrote on
MOST_PART = MAX_CODE_POINTS // 4  # code points: the four parts of a description together stay readable


def title(raw: str) -> Valid | Doubtful | Invalid:
    """Read the name of an initiative: one line of at most 150 characters; a word, or a question, is asked about."""
    text = _tidied(raw, one_line, "title", TITLE_LIMIT)
    if isinstance(text, Invalid):
        return text
    if asks(text):
        return Doubtful(text, "title-question-meant", {"title": text})
    return Valid(text) if " " in text else Doubtful(text, "title-one-word-meant", {"title": text})


def description(raw: str, limit: int = DESCRIPTION_LIMIT) -> Valid | Doubtful | Invalid:
    """Read a description of at most *limit* characters; a very short one is asked again."""
    text = _tidied(raw, normalise, "description", limit)
    if isinstance(text, Invalid):
        return text
    size = count(text)
    if size < SHORT_DESCRIPTION:
        return Doubtful(text, "description-short-meant", {"count": size, "least": SHORT_DESCRIPTION})
    return Valid(text)


def part(raw: str) -> Valid | Invalid:
    """Read a part of a description; whether all of them fit is seen when they are put together."""
    text = normalise(raw[: MAX_CODE_POINTS + 1])
    if not any(map(str.isalnum, text)):
        return Invalid("part-empty")
    return Valid(text) if len(text) <= MOST_PART else Invalid("part-too-long", {"limit": MOST_PART})


def example(raw: str) -> Valid | Invalid:
    """Read an example that a federation shows: one line of at most 400 characters."""
    text = one_line(raw[: EXAMPLE_LIMIT * MOST_CODE_POINTS_EACH + 1])
    if not has_letter(text) or count(text) > EXAMPLE_LIMIT or len(text) > 2 * EXAMPLE_LIMIT:
        return Invalid("example-wrong", {"limit": EXAMPLE_LIMIT})
    return Valid(text)


def reason(raw: str) -> Valid | Invalid:
    """Read the reason of a refusal or of a request for changes: 5 to 500 characters."""
    text = _tidied(raw, normalise, "reason", REASON_LIMIT)
    if isinstance(text, Invalid):
        return text
    return Valid(text) if count(text) >= REASON_LEAST else Invalid("reason-too-short", {"least": REASON_LEAST})


def announcement(raw: str) -> Valid | Invalid:
    """Read what many people are to be told: 10 to 1000 characters."""
    text = _tidied(raw, lambda said: _GAP.sub("\n\n", normalise(said)), "announcement", ANNOUNCEMENT_LIMIT)
    if isinstance(text, Invalid):
        return text
    if count(text) < ANNOUNCEMENT_LEAST:
        return Invalid("announcement-too-short", {"least": ANNOUNCEMENT_LEAST})
    if len(text) > 2 * ANNOUNCEMENT_LIMIT:  # marks without end
        return Invalid("announcement-far-too-long", {"limit": ANNOUNCEMENT_LIMIT})
    return Valid(text)


def workplace_name(raw: str) -> Valid | Invalid:
    """Read a workplace that is not in the list: one line, for the district to resolve."""
    name = _tidied(raw, one_line, "workplace", WORKPLACE_LIMIT)
    if isinstance(name, Invalid):
        return name
    if len(name) > 2 * WORKPLACE_LIMIT:  # what storage keeps: every real letter is one or two
        return Invalid("workplace-far-too-long", {"limit": WORKPLACE_LIMIT})
    return Valid(name) if count(name) >= WORKPLACE_LEAST else Invalid("workplace-too-short", {"least": WORKPLACE_LEAST})


def office_line(raw: str) -> Valid | Invalid:
    """Read what an office says about itself: one line of at most 100 characters, with a letter or digit."""
    text = one_line(raw[: OFFICE_LIMIT * MOST_CODE_POINTS_EACH])
    is_readable = any(map(str.isalnum, text)) and count(text) <= OFFICE_LIMIT and len(text) <= 2 * OFFICE_LIMIT
    is_whole = len(raw) <= OFFICE_LIMIT * MOST_CODE_POINTS_EACH
    return Valid(text) if is_readable and is_whole else Invalid("office-line-wrong", {"limit": OFFICE_LIMIT})


def _tidied(raw: str, tidy: Callable[[str], str], subject: str, limit: int) -> str | Invalid:
    """The text, or what is wrong whatever the subject is: nothing in it, too long, or marks without end."""
    if len(raw) > MAX_CODE_POINTS:
        return Invalid(f"{subject}-far-too-long", {"limit": limit})
    text = tidy(raw)
    if not has_letter(text):
        return Invalid(f"{subject}-empty")
    size = count(text)
    if size > limit:
        return Invalid(f"{subject}-too-long", {"count": size, "limit": limit, "excess": size - limit})
    if len(text) > limit * MOST_CODE_POINTS_EACH:
        return Invalid(f"{subject}-far-too-long", {"limit": limit})
    return text

"""Mobile numbers of Việt Nam in one canonical form: ten digits with the leading zero.

Facts: the renumbering of mobile numbers finished on 30/6/2019 and the operators' published prefixes.
"""

import regex
from msgspec.structs import replace

from conversations.answers import Doubtful, Invalid, Valid
from conversations.text import normalise

MOST_RAW = 100

# Transcribed, not computed: the rows of MobiFone and VinaPhone follow no arithmetic.
OLD_PREFIXES = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
# Only to ask again: numbers are ported and the list ages.
_PREFIXES = (
    "030 031 032 033 034 035 036 037 038 039 051 052 055 056 058 059 070 076 077 078 079"
    " 081 082 083 084 085 086 087 088 089 090 091 092 093 094 096 097 098 099"
)
KNOWN_PREFIXES = frozenset(_PREFIXES.split())
_SEPARATORS = regex.compile(r"[ .()\[\]\-\u2010-\u2015\u2043\u2212\uFE58\uFE63\uFF0D]")
_MOBILE = regex.compile(r"0[35789][0-9]{8}")
_DIGITS = regex.compile(r"\+?[0-9]+")
_ANY_SERVICE = regex.compile(r"1[89]00|11[0-9]$")
_ANY_LANDLINE = regex.compile(r"0[246][0-9]{8,9}")
_RUN = regex.compile(r"[0-9]{8,}")
_LANDLINE = regex.compile(r"02[0-9]{9}")  # since 2017: an area code of three or four digits, eleven digits in all
_SERVICE = regex.compile(r"1[89]00[0-9]{4,6}")
_EXTENSION = regex.compile(r"[ ,;(/.\-]*(?:máy lẻ|may le|nhánh|nhanh|lẻ|le|ext\.?|x)[ .:]*([0-9]{1,5})\)?$", regex.I)
_CITIES = ("024", "028")  # area codes of three digits
_LETTERS_FOR_DIGITS = regex.compile(r"\+?[0-9OoQDIil|]{9,13}")


def phone(raw: str) -> Valid | Doubtful | Invalid:
    """Read a mobile number written in any usual way; the value is like "0912345678"."""
    if len(raw) > MOST_RAW:
        return Invalid("phone-not-digits")
    text = normalise(raw)
    compact = _SEPARATORS.sub("", text)
    if not compact:
        return Invalid("phone-empty")
    if "\n" in compact or not _DIGITS.fullmatch(compact):
        return _not_digits(compact)
    national = _national(compact)
    if national is None:
        return Invalid("phone-foreign")
    return _judged(national)


def office_phone(raw: str) -> Valid | Doubtful | Invalid:
    """Read a number of an office: mobile, landline or service number, maybe with an extension.

    Returns: the digits, with the extension behind an "x": "02063852123x12".
    """
    if len(raw) > MOST_RAW:
        return Invalid("office-phone-wrong")
    text = normalise(raw)
    extension = _EXTENSION.search(text)
    main = text[: extension.start()] if extension else text
    suffix = f"x{extension[1]}" if extension else ""
    national = _national(_SEPARATORS.sub("", main))
    if national and (_LANDLINE.fullmatch(national) or _SERVICE.fullmatch(national)):
        return Valid(national + suffix)
    answer = phone(main)
    if isinstance(answer, Invalid):
        return Invalid("office-phone-wrong")
    return replace(answer, value=answer.value + suffix)


def shown_office_phone(number: str) -> str:
    """The number of an office, without its extension, in groups for reading: "0206 3852 123"."""
    if not number.startswith("02"):
        return shown_phone(number)
    area = 3 if number.startswith(_CITIES) else 4
    return f"{number[:area]} {number[area : area + 4]} {number[area + 4 :]}"


def shown_phone(number: str) -> str:
    """The number in groups for reading: "0912 345 678"."""
    return f"{number[:4]} {number[4:7]} {number[7:]}"


def masked_phone(number: str) -> str:
    """The number as it may be shown to others: "0912•••678"."""
    return f"{number[:4]}•••{number[7:]}"


def _national(compact: str) -> str | None:
    """Digits with the trunk zero where the country code stood; None for another country."""
    for code in ("+84", "0084"):
        if compact.startswith(code):
            return "0" + compact.removeprefix(code).removeprefix("0")
    if compact.startswith(("+", "00")):
        return None
    if compact.startswith("84") and len(compact) in (11, 12):
        return "0" + compact[2:].removeprefix("0")
    return compact


def _judged(number: str) -> Valid | Doubtful | Invalid:
    if _ANY_SERVICE.match(number):
        return Invalid("phone-service")
    if _MOBILE.fullmatch(number):
        is_known = number[:3] in KNOWN_PREFIXES
        return Valid(number) if is_known else Doubtful(number, "phone-prefix-meant", {"phone": shown_phone(number)})
    if len(number) == 9 and _MOBILE.fullmatch("0" + number):
        return Doubtful("0" + number, "phone-lost-zero-meant", {"phone": shown_phone("0" + number)}, is_safe=False)
    if len(number) == 11 and number.startswith("01"):
        return _renumbered(number)
    return _refused(number)


def _renumbered(old: str) -> Doubtful | Invalid:
    prefix = OLD_PREFIXES.get(old[:4])
    if prefix is None:
        return Invalid("phone-old-prefix-unknown", {"prefix": old[:4]})
    return Doubtful(
        prefix + old[4:], "phone-old-number-meant", {"old": old[:4], "phone": shown_phone(prefix + old[4:])}
    )


def _refused(number: str) -> Invalid:
    if _ANY_LANDLINE.fullmatch(number):
        return Invalid("phone-landline")
    if len(number) == 20 and _MOBILE.match(number) and _MOBILE.match(number[10:]):
        return Invalid("phone-two-numbers")
    if len(number) != 10:
        return Invalid("phone-wrong-length", {"count": len(number)})
    return Invalid("phone-not-mobile", {"prefix": number[:2]})


def _not_digits(compact: str) -> Invalid:
    if len(_RUN.findall(compact)) > 1:
        return Invalid("phone-two-numbers")
    if _LETTERS_FOR_DIGITS.fullmatch(compact):
        return Invalid("phone-letters-for-digits")
    return Invalid("phone-not-digits")

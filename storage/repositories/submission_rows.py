"""How a submission becomes a row and back. No statements live here."""

from collections.abc import Mapping
from typing import Any

from conversations.domain import ANONYMOUS, CONCEALED, ERASED, Agreement, Consent, Entered, Status, Submission
from conversations.likeness import sketch
from conversations.validators import benefit_parts
from storage.repositories.people import IDENTITY_LABEL
from storage.sealed_json import open_json, seal_json
from storage.vault import Vault

ID_NUMBER_LABEL, PHONE_LABEL, BEFORE_LABEL = "submissions.id_number", "submissions.phone", "submissions.before"
_PLAIN = ("full_name", "union_name", "block", "field", "applied_on", "title", "description")
UNLIKE = b""  # the sketch of what is compared with nothing
NODES = ("province", "federation", "union")


def answer_columns(vault: Vault, answers: Mapping[str, str]) -> dict[str, Any]:
    """The columns that follow from the answers. A union wins over a free text that names one.

    Raises: KeyError for a missing compulsory answer, ValueError for a node that is no number.
    """
    union, is_secret = answers.get("union"), answers.get("secret") == CONCEALED
    return {
        **{name: answers.get(name) or None for name in _PLAIN},
        "union_name": None if union else answers.get("union_name") or None,
        "organisation_id": int(union or answers["federation"]),
        "province_id": int(answers["province"]),
        "federation_id": int(answers["federation"]),
        "union_id": int(union) if union else None,
        "id_number": vault.seal(answers["id_number"].encode(), ID_NUMBER_LABEL),
        "identity_hash": vault.hash(answers["id_number"], IDENTITY_LABEL),
        "phone": vault.seal(answers["phone"].encode(), PHONE_LABEL),
        **_benefit_columns(answers.get("benefit", "")),
        "is_secret": is_secret,
        "likeness": UNLIKE if is_secret else sketch(answers["title"], answers["description"]),
    }


def _benefit_columns(value: str) -> dict[str, Any]:
    if not value:
        return {"benefit": None, "benefit_period": None}
    dong, period = benefit_parts(value)
    return {"benefit": dong, "benefit_period": period.value}


def agreement_columns(agreement: Agreement | None) -> dict[str, Any]:
    """The columns of the employer's agreement; none where there is none."""
    if agreement is None:
        return {}
    return {
        "agreement_name": agreement.name,
        "agreement_position": agreement.position,
        "agreement_on": agreement.on,
    }


def entered_columns(entered: Entered | None) -> dict[str, Any]:
    """The columns of who entered it for the author; empty where nobody did."""
    if entered is None:
        return {"entered_by_id": None, "entered_by": None, "consented_by": None}
    return {"entered_by_id": entered.by_id, "entered_by": entered.by_name, "consented_by": entered.consent.value}


def nameless_columns(vault: Vault, author_id: int, pseudonym: bytes) -> dict[str, Any]:
    """The columns by which an author could be known, without it; *pseudonym* is in place of the keyed hash."""
    return {
        "full_name": ANONYMOUS,
        "author_id": author_id,
        "id_number": vault.seal(b"", ID_NUMBER_LABEL),
        "identity_hash": pseudonym,
        "phone": vault.seal(b"", PHONE_LABEL),
        "before": None,
        "reason": None,
        "attached": 0,
        **entered_columns(None),
    }


def wordless_columns() -> dict[str, Any]:
    """The columns of what an author wrote, without it."""
    return {"title": ERASED, "description": ERASED, "likeness": UNLIKE}


def seal_before(vault: Vault, before: Mapping[str, str]) -> bytes:
    """The old values of a resubmission."""
    return seal_json(vault, before, BEFORE_LABEL)


def submission(vault: Vault, row: Any) -> Submission:
    """A row of the table as what was filed. Raises: Unsealable."""
    return Submission(
        code=row.code,
        revision=row.revision,
        status=Status(row.status),
        author_id=row.author_id,
        organisation_id=row.organisation_id,
        answers=_answers(vault, row),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reason=row.reason,
        asked=tuple(row.asked.split(",")) if row.asked else (),
        before=open_json(vault, row.before, BEFORE_LABEL) if row.before else {},
        agreement=_agreement(row),
        entered=_entered(row),
        attached=row.attached,
    )


def _answers(vault: Vault, row: Any) -> dict[str, str]:
    stored = {
        "full_name": row.full_name,
        "id_number": vault.open(row.id_number, ID_NUMBER_LABEL).decode() or None,
        "phone": vault.open(row.phone, PHONE_LABEL).decode() or None,
        **{name: getattr(row, f"{name}_id") for name in NODES},
        **{name: getattr(row, name) for name in _PLAIN[1:]},
        "benefit": benefit_value(row.benefit, row.benefit_period),
        "secret": CONCEALED if row.is_secret else None,
    }
    return {name: str(value) for name, value in stored.items() if value is not None}


def benefit_value(dong: int | None, period: str | None) -> str | None:
    """The answer that these columns came from."""
    return None if dong is None else f"{dong} {period}"


def _agreement(row: Any) -> Agreement | None:
    if row.agreement_on is None:
        return None
    return Agreement(row.agreement_name, row.agreement_position, row.agreement_on)


def _entered(row: Any) -> Entered | None:
    if row.entered_by_id is None:
        return None
    return Entered(row.entered_by_id, row.entered_by, Consent(row.consented_by))

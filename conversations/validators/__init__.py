"""Raw text → Valid, Doubtful or Invalid. Pure, one file a subject; for places see conversations.directory."""

from conversations.validators.benefit import benefit
from conversations.validators.benefit import parts as benefit_parts
from conversations.validators.choices import yes_or_no
from conversations.validators.dates import applied_on, past_date
from conversations.validators.employer import person_and_position
from conversations.validators.free_text import (
    ANNOUNCEMENT_LIMIT,
    DESCRIPTION_LIMIT,
    MAX_CODE_POINTS,
    TITLE_LIMIT,
    announcement,
    description,
    example,
    office_line,
    part,
    reason,
    title,
    workplace_name,
)  # fmt: skip
from conversations.validators.identity import id_number, masked_id
from conversations.validators.names import full_name
from conversations.validators.number_words import said_id_number, said_phone
from conversations.validators.phones import masked_phone, office_phone, phone, shown_office_phone, shown_phone

__all__ = [
    "ANNOUNCEMENT_LIMIT",
    "DESCRIPTION_LIMIT",
    "MAX_CODE_POINTS",
    "TITLE_LIMIT",
    "announcement",
    "applied_on",
    "benefit",
    "benefit_parts",
    "description",
    "example",
    "full_name",
    "id_number",
    "masked_id",
    "masked_phone",
    "office_line",
    "office_phone",
    "part",
    "past_date",
    "person_and_position",
    "phone",
    "reason",
    "said_id_number",
    "said_phone",
    "shown_office_phone",
    "shown_phone",
    "title",
    "workplace_name",
    "yes_or_no",
]

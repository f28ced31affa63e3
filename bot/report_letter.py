"""The letter that a dossier begins with (tờ trình): valid initiatives are proposed to the union above.

What only people know stays blank: its number, the guidance it is based on, the day. What it tells of the unit's work
and promises is theirs to check before they sign.
"""

from collections.abc import Iterator

from bot.channels.protocol import Attachment
from bot.documents import letter
from bot.documents.letter import Letter, ListColumn
from bot.report_frame import Dossier, Figures, Tools, hyphened, is_union, period
from bot.report_table import SHORT, body_name, file_name, superior_name, workplace
from conversations.amounts import Period
from conversations.cards import month_shown
from conversations.domain import Block, Status
from conversations.effects import Arg, Text
from conversations.kinds import UNION
from storage.figures import Initiative


def paper(figures: Figures, body: Dossier, tools: Tools) -> Attachment:
    """The letter as a Word document."""
    content = letter.letter(_letter(figures, body, tools), figures.today)
    name = tools.phrase(Text("letter-file-name"))
    return Attachment(file_name(figures, tools, name, ".docx"), letter.DOCX, content)


def _letter(figures: Figures, body: Dossier, tools: Tools) -> Letter:
    phrase, writer = tools.phrase, figures.wanted.scopes[0]
    issuer, to = body_name(writer, tools), superior_name(writer, tools)
    kind = UNION if is_union(figures, tools) else "federation"
    is_known = kind == UNION or tools.directory.label(writer).startswith(SHORT)
    symbol = kind if is_known else "other"
    columns, name = _columns(kind), figures.campaign.name
    named: dict[str, Arg] = {"to": to, "name": name, "year": str(figures.today.year), "issuer": issuer}
    work: dict[str, Arg] = {"issuer": issuer, "period": _limits(figures, tools)}
    return Letter(
        superior=to.upper(),
        issuer=issuer.upper(),
        number=phrase(Text("letter-number", {"symbol": Text(f"letter-symbol-{symbol}")})),
        country=phrase(Text("letter-country")),
        motto=phrase(Text("letter-motto")),
        place_and_date=phrase(Text("report-table-date", named)),
        kind=phrase(Text("letter-kind")),
        subject=phrase(Text("letter-subject", named)),
        addressed_to=phrase(Text("letter-to" if to else "letter-to-nobody", named)),
        basis=phrase(Text("letter-basis" if to else "letter-basis-nobody", named)),
        before=(
            phrase(Text(f"letter-work-{kind}", work)),
            *_results(body, kind, tools),
        ),
        columns=tuple(ListColumn(phrase(Text(f"letter-column-{key}")), width) for key, width in columns),
        rows=tuple(_cells(row, number, columns, tools) for number, row in enumerate(body.rows, start=1)),
        after=(
            *_benefits(body, tools),
            phrase(Text("letter-promise", named)),
            phrase(Text("letter-request" if to else "letter-request-nobody", named)),
        ),
        copies=tuple(map(phrase, (Text("letter-copies"), Text("letter-copy-above"), Text(f"letter-copy-{kind}")))),
        signed_by=tuple(map(phrase, (Text("report-table-signed-for"), Text("report-table-signed-as")))),
    )


def _limits(figures: Figures, tools: Tools) -> str:
    """Of which time, and of which block if only one is meant."""
    said = tools.phrase(period(figures))
    block = figures.limits.block
    only = [tools.phrase(Text(f"block-{hyphened(block)}"))] if block else []
    return "; ".join(map(_lowered, (said, *only)))


def _lowered(said: str) -> str:
    """As it stands within a sentence."""
    return said[:1].lower() + said[1:]


def _results(body: Dossier, kind: str, tools: Tools) -> Iterator[str]:
    totals, proposed = body.totals, body.proposed
    counts = totals.by("block")
    names = {block: Text(f"block-{hyphened(block)}") for block in Block}
    blocks = "; ".join(
        _lowered(tools.phrase(Text("letter-block", {"block": name, "count": counts[block]})))
        for block, name in names.items()
        if block in counts
    )
    received: dict[str, Arg] = {"count": totals.filed, "blocks": blocks}
    if kind == UNION:
        yield tools.phrase(Text("letter-received", received))
    else:
        unions: dict[str, Arg] = {"with": totals.unions_with, "unions": totals.unions}
        yield tools.phrase(Text("letter-received-unions", {**received, **unions}))
    confirmed = totals.with_status(Status.CONFIRMED)
    yield tools.phrase(Text("letter-confirmed", {"count": confirmed, "valid": totals.valid}))
    where = "here" if body.rows else "table"
    said: dict[str, Arg] = {"count": proposed.count, "authors": proposed.authors, "where": where}
    yield tools.phrase(Text("letter-proposed", said))


def _benefits(body: Dossier, tools: Tools) -> Iterator[str]:
    """Sums by how often they come; nothing if no author named any."""
    sums = dict(body.proposed.benefits)
    shown = "; ".join(
        tools.phrase(Text("letter-sum", {"sum": sums[often], "period": Text(f"report-benefit-{often}")}))
        for often in Period
        if often in sums
    )
    if shown:
        yield tools.phrase(Text("letter-benefit", {"sums": shown}))


def _columns(kind: str) -> tuple[tuple[str, int], ...]:
    """Of the list, in mm; a CĐCS does not say of each line that it is its own."""
    if kind == UNION:
        return ("number", 12), ("title", 86), ("author", 45), ("applied", 22)
    return ("number", 12), ("title", 60), ("author", 35), ("workplace", 36), ("applied", 22)


def _cells(row: Initiative, number: int, columns: tuple[tuple[str, int], ...], tools: Tools) -> tuple[str, ...]:
    cells = {
        "number": str(number),
        "title": row.title,
        "author": row.full_name,
        "workplace": workplace(row, tools),
        "applied": month_shown(row.applied_on),
    }
    return tuple(cells[key] for key, _ in columns)

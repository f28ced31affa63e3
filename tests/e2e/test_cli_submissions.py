"""The operator files a list of initiatives from the terminal."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bot.test_list_files import HEAD, RIGHT, listed
from tests.program import UNION, Program, telegram_settings
from tests.telegram_api import FakeTelegram

SECOND = {**RIGHT, "Tên sáng kiến": "Sổ tay điện tử", "Mô tả": "Mỗi tổ có một quyển sổ tay trên điện thoại."}


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation with its directory; not started."""
    async with Program(tmp_path, **telegram_settings(api, database_url=sqlite_url)) as program:
        await program.plant()
        yield program


async def test_a_list(program: Program) -> None:
    """A dry run files nothing; then all of it, with its codes; again it adds nothing; a column names other CĐCS."""
    (program.folder / "a.xlsx").write_bytes(listed(RIGHT, SECOND))
    command = ("submissions", "import", "a.xlsx", "--organisation", UNION)
    for arguments, counts, filed in (
        (("--dry-run", "--codes", "khong.xlsx"), "Mới 2, đã có 0, sai 0.", 0),
        (("--codes", "ma.xlsx"), "Mới 2, đã có 0, sai 0.", 2),
        ((), "Mới 0, đã có 2, sai 0.", 2),
    ):
        assert counts in await program.ran(*command, *arguments)
        assert filed == len(await exported(program))
    assert not (program.folder / "khong.xlsx").exists()
    codes = [row[3] for row in load_workbook(program.folder / "ma.xlsx").worksheets[0].values][1:]
    assert {str(code).replace("-", "") for code in codes} == {str(one["code"]) for one in await exported(program)}
    assert {(None, "list")} == {(one["entered_by"] or None, one["consented_by"]) for one in await exported(program)}
    assert "Mới 0, đã có 2, sai 0." in await program.ran(*command, "--codes", "lai.xlsx")  # the first file was lost
    again = [row[3:] for row in load_workbook(program.folder / "lai.xlsx").worksheets[0].values][1:]
    assert [(code, "đã có từ trước") for code in codes] == again
    third = {**RIGHT, "Tên sáng kiến": "Vườn rau", "Mã CĐCS": UNION}
    (program.folder / "b.xlsx").write_bytes(listed(third, head=("Mã CĐCS", *HEAD)))
    assert "Mới 1, đã có 0, sai 0." in await program.ran("submissions", "import", "b.xlsx", "--organisation", "04.045")


async def test_mistakes(program: Program) -> None:
    """All of them at once, and marked in a copy; what cannot be is said in a sentence."""
    (program.folder / "a.xlsx").write_bytes(listed(RIGHT, {**SECOND, "Khối": "nông dân", "Số CCCD/CMND": 12345678}))
    done = await program.run("submissions", "import", "a.xlsx", "--organisation", UNION, "--errors", "loi.xlsx")
    assert (1, True, True) == (done.code, "Mới 0, đã có 0, sai 2." in done.out, "loi.xlsx: 1 dòng" in done.err)
    assert "12345678" not in done.err
    assert 2 == len(load_workbook(program.folder / "loi.xlsx").worksheets)
    assert [] == await exported(program)
    for arguments, why in (
        (("--organisation", UNION, "--errors", "loi.txt"), ".xlsx"),
        (("--organisation", "99.999"), "99.999"),
        (("--organisation", "04.040"), "Không có CĐCS nào"),
    ):
        refused = await program.run("submissions", "import", "a.xlsx", *arguments)
        assert (2, True) == (refused.code, why in refused.err)


async def exported(program: Program) -> list[dict[str, object]]:
    """All initiatives."""
    await program.ran("export", "--organisation", "04", "--out", "alle.jsonl")
    return [json.loads(line) for line in (program.folder / "alle.jsonl").read_text("utf-8").splitlines()]

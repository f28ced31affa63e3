"""What the days on all channels have in common: who files what, and how an initiative is filed by typing."""

from typing import Any, Protocol

DESCRIPTION = "Trước đây ghi sổ tay mất nhiều thời gian. Nay dùng bảng tính, tiết kiệm 2 giờ mỗi ngày."
FEDERATION, UNION = "04.045", "04.045.hoamai"
ABOUT_ME = ("Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng", "Trường Mầm non Hoa Mai")
TITLE = "Sổ theo dõi tiêm chủng"


class Writer(Protocol):
    """Somebody with a telephone, whatever the platform."""

    chat: Any

    async def say(self, text: str, expects: int = 1) -> Any:
        """Type a text."""


async def file(worker: Writer, title: str = TITLE) -> str:
    """File an initiative in words alone. Returns: its code."""
    await worker.say("/nop")
    if "đồng ý" in worker.chat.last.text:
        for line in ("Đồng ý", *ABOUT_ME):
            await worker.say(line)
    for line in ("Y tế", "3/2021", title, DESCRIPTION, "Gửi"):
        await worker.say(line)
    return receipt(worker)


async def confirm(executive: Writer, code: str) -> None:
    """Confirm an initiative with the employer's agreement, so that it is valid."""
    for line in (f"duyệt {code}", "Đã đồng ý", "Lê Văn C, Hiệu trưởng", "hôm nay"):
        await executive.say(line)


def receipt(worker: Writer) -> str:
    """The code of the receipt that is the newest message. Raises: AssertionError if it is none."""
    text: str = worker.chat.last.text
    assert "Mã biên nhận" in text, text
    return text.split("Mã biên nhận: ")[1].split("\n", maxsplit=1)[0]

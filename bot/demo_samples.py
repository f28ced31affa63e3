"""Sample answers of the demo: invented people, invented numbers, plausible initiatives of the sample CĐCS."""

from collections.abc import Mapping, Sequence

from bot.channels.protocol import PartButton
from conversations import actions, codes

WORKER, EXECUTIVE, STAFF = "worker", "executive", "staff"
ROLES = (WORKER, EXECUTIVE, STAFF)
REPORTS = ("/report", "/report cdcs", "/report cho", "/report ngay", "/report thieu", "/report excel")
IDLE = {WORKER: "/nop", EXECUTIVE: "/duyet", STAFF: "/report"}


_PEOPLE: tuple[Mapping[str, str], ...] = (
    {"full_name": "Nguyễn Văn A", "id_number": "004085000123", "phone": "0912 345 678"},
    {"full_name": "Trần Thị B", "id_number": "004190000456", "phone": "0987 654 321"},
)
_INITIATIVES: tuple[Mapping[str, str], ...] = (
    {
        "field": "Giáo dục",
        "title": "Bảng theo dõi bữa ăn của trẻ thay cho sổ giấy",
        "description": "Trước đây mỗi lớp ghi suất ăn vào sổ giấy, cô cấp dưỡng phải đi từng lớp cộng lại, ngày "
        "nào cũng mất khoảng 40 phút và hay nấu thừa. Tôi lập một bảng tính dùng chung: giáo viên "
        "đánh dấu trẻ đi học trước 7 giờ 30, bếp thấy ngay tổng số suất và số cháu dị ứng thức "
        "ăn. Sau hai tháng áp dụng ở 9 lớp, việc báo suất còn 5 phút mỗi ngày, lượng cơm thừa "
        "giảm từ 6 kg còn 1 kg, tiết kiệm khoảng 1,8 triệu đồng mỗi tháng.",
    },
    {
        "field": "An toàn, vệ sinh lao động, môi trường",
        "title": "Giá phơi khăn ba tầng làm từ ống nhựa cũ",
        "description": "Khăn mặt của trẻ phơi trên dây dễ chạm nhau, trời nồm hai ngày chưa khô. Tôi tận dụng "
        "ống nhựa thay ra từ đường nước cũ làm giá phơi ba tầng có bánh xe, mỗi khăn một móc có "
        "ký hiệu riêng, đẩy ra nắng được. Mỗi giá hết 60 nghìn đồng tiền khớp nối. Từ khi dùng, "
        "khăn khô trong buổi sáng, cô giáo không phải với cao, số cháu đau mắt trong tháng giảm "
        "từ 7 còn 1.",
    },
    {
        "field": "Cải cách hành chính",
        "title": "Phiếu đón trẻ dùng ảnh để giao đúng người",
        "description": "Giờ đón trẻ đông, giáo viên mới khó nhớ mặt người đón, mỗi chiều mất gần 30 phút gọi "
        "điện hỏi lại. Tôi làm phiếu đón có ảnh hai người được ủy quyền, đeo ở cặp của trẻ và lưu "
        "một bản ở lớp. Người lạ thì đối chiếu phiếu và gọi phụ huynh một lần. Sau một học kỳ, "
        "thời gian trả trẻ giảm một nửa, chưa có lần nào nhầm lẫn.",
    },
)
_COMMON: Mapping[str, str] = {
    "province": "Cao Bằng",
    "federation": "Hà Quảng",
    "union": "Trường Mầm non Hoa Mai",
    "union_name": "Trường Mầm non Hoa Mai",
    "block": "Khối hành chính sự nghiệp",
    "employer": "Nguyễn Văn A, Hiệu trưởng",
    "asked": "1, 2",
    "reason": "Xin nêu rõ số giờ tiết kiệm được mỗi tuần.",
    "organisation": "Hoa Mai",
}
_OWN_NAMES = {EXECUTIVE: "Trần Thị B", STAFF: "Nguyễn Văn A"}


def sample(role: str, hint: str | None, turn: int, buttons: Sequence[PartButton]) -> str:
    """What this person could type now.

    Args: hint: the step that is asked, if any. turn: grows, so that samples differ. buttons: of the last message.
    """
    if hint is None:
        return _next_task(role, turn, buttons)
    chosen = [button.label for button in buttons if isinstance(actions.decode(button.action), actions.Choose)]
    if hint == "applied_on" and chosen:
        return chosen[-1].removeprefix("✓ ")
    if hint == "full_name" and role in _OWN_NAMES:
        return _OWN_NAMES[role]
    written = {**_COMMON, **_PEOPLE[turn % len(_PEOPLE)], **_INITIATIVES[turn % len(_INITIATIVES)]}
    return written.get(hint) or (chosen[0] if chosen else IDLE.get(role, "/start"))


def _next_task(role: str, turn: int, buttons: Sequence[PartButton]) -> str:
    for button in buttons:
        match actions.decode(button.action):
            case actions.Judge("confirm", code, _):
                return f"duyệt {codes.shown(code)}"
    return REPORTS[turn % len(REPORTS)] if role == STAFF else IDLE.get(role, "/start")

"""How people begin who ask politely, or who say what they are; and what asks for one view. A part of wording.py."""

# What somebody may begin with who asks politely. What begins so and is a command itself comes first: "xin quyền".
POLITE = (
    "xin", "xem", "cho xem", "cho tôi", "cho tôi xem", "cho tôi xin", "xin cho xem", "xin cho tôi xem", "gửi tôi",
    "gửi cho tôi", "tôi muốn", "tôi muốn xem", "tôi cần", "tôi cần xem", "vui lòng", "làm ơn", "nhờ bot", "bot ơi",
)  # fmt: skip
# How an executive who was not invited begins; the name of the CĐCS may follow.
OFFICIALS = (
    "tôi là cán bộ", "tôi là cán bộ cđcs", "tôi là cán bộ công đoàn", "tôi là cán bộ công đoàn cơ sở",
    "tôi là cán bộ bch cđcs", "tôi là chủ tịch cđcs", "tôi là chủ tịch công đoàn", "tôi là chủ tịch công đoàn cơ sở",
)  # fmt: skip
# Whole messages that mean a command with a word after it: one view, one paper, an end.
VIEWS = {
    "report excel": ("xuất excel", "xuất file excel", "xuất báo cáo", "tải excel", "tải báo cáo", "file excel"),
    "chon ds": (
        "tiêu biểu", "sáng kiến tiêu biểu", "danh sách tiêu biểu", "danh sách sáng kiến tiêu biểu", "danh sách đã chọn",
    ),
    "thongbao dung": ("dừng gửi", "dừng gửi thông báo", "dừng thông báo"),
    "chon gui": ("gửi danh sách tiêu biểu", "gửi sáng kiến tiêu biểu"),
    "report thieu": ("đơn vị chưa nộp", "các đơn vị chưa nộp", "đơn vị nào chưa nộp"),
    "hoso totrinh": ("tờ trình", "lấy tờ trình", "làm tờ trình", "xuất tờ trình", "tải tờ trình", "file tờ trình"),
}

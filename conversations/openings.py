"""How people begin who ask politely, or who say what they are. A part of wording.py."""

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

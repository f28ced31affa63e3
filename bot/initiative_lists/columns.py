"""The columns of a list of initiatives, by what their headings may be called."""

from bot.imports.headings import Vocabulary

UNION = "union"  # only where the list is of several CĐCS
INITIATIVES = Vocabulary({
    UNION: (
        "union", "union_code", "mã cđcs", "mã công đoàn cơ sở", "mã công đoàn", "mã cđ cơ sở", "mã đơn vị", "mã cơ sở",
    ),
    "full_name": (
        "full_name", "author", "họ tên", "họ và tên", "tên tác giả", "tác giả", "họ tên tác giả",
        "họ và tên tác giả", "tác giả sáng kiến", "người nộp", "họ tên người nộp", "họ và tên người nộp",
        "họ tên đoàn viên", "họ và tên đoàn viên", "họ tên người lao động", "tên người lao động",
    ),
    "id_number": (
        "id_number", "số cccd/cmnd", "số cmnd/cccd", "cccd/cmnd", "cmnd/cccd", "số cccd", "cccd", "số cmnd",
        "cmnd", "số căn cước", "căn cước", "số căn cước công dân", "căn cước công dân", "số chứng minh nhân dân",
        "chứng minh nhân dân", "số định danh cá nhân", "số định danh", "mã định danh", "số cmnd hoặc cccd",
        "số cccd hoặc cmnd", "số cmt", "cmt", "số giấy tờ tùy thân",
    ),
    "phone": (
        "phone", "mobile", "số điện thoại", "điện thoại", "sđt", "đt", "số đt", "số di động", "di động",
        "điện thoại di động", "số điện thoại di động", "số điện thoại liên hệ", "điện thoại liên hệ",
    ),
    "block": ("block", "khối", "khối thi đua", "khối ngành", "loại hình", "nhóm ý tưởng"),
    "field": ("field", "lĩnh vực", "lĩnh vực sáng kiến", "lĩnh vực áp dụng", "lĩnh vực ưu tiên"),
    "applied_on": (
        "applied_on", "month", "tháng áp dụng", "thời gian áp dụng", "ngày áp dụng", "thời điểm áp dụng",
        "tháng áp dụng lần đầu", "ngày áp dụng lần đầu", "thời gian áp dụng lần đầu", "áp dụng từ", "áp dụng từ tháng",
        "tháng/năm áp dụng", "tháng năm áp dụng", "bắt đầu áp dụng",
    ),
    "title": (
        "title", "tên sáng kiến", "tên đề tài", "tên giải pháp", "tên sáng kiến giải pháp", "tên ý tưởng",
        "tên đề tài sáng kiến", "tên sáng kiến, giải pháp",
    ),
    "description": (
        "description", "mô tả", "mô tả sáng kiến", "nội dung", "nội dung sáng kiến", "tóm tắt", "tóm tắt nội dung",
        "tóm tắt sáng kiến", "mô tả tóm tắt", "mô tả ngắn gọn", "nội dung tóm tắt", "mô tả nội dung",
        "nội dung mô tả", "mô tả nội dung sáng kiến", "tóm tắt nội dung sáng kiến",
    ),
    "benefit": tuple(
        f"{name}{unit}"
        for name in (
            "benefit", "giá trị làm lợi", "làm lợi", "tiền làm lợi", "số tiền làm lợi", "giá trị làm lợi ước tính",
        )
        for unit in ("", " (đồng)", " (vnđ)", " (nghìn đồng)", " (ngàn đồng)", " (triệu đồng)", " (tỷ đồng)")
    ),
}, frozenset(("full_name", "id_number", "phone", "applied_on", "title", "description")))  # fmt: skip

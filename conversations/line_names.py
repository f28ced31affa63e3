"""What people call the lines of the card, besides the whole label. A name that fits two lines is not in here."""

LINES = {
    "full_name": ("họ tên", "tên tôi", "tên tác giả", "full name"),
    "id_number": ("cmnd", "cccd", "căn cước", "số căn cước", "chứng minh", "chứng minh thư", "id number"),
    "phone": ("sđt", "số điện thoại", "số đt", "phone"),
    "province": ("tỉnh", "thành phố", "tỉnh thành", "province"),
    "federation": ("huyện", "cấp trên", "liên đoàn", "federation"),
    "union": ("đơn vị", "công đoàn", "công đoàn cơ sở", "cơ quan", "nơi làm việc", "union", "workplace"),
    "union_name": ("tên đơn vị",),
    "field": ("lĩnh vực sáng kiến", "field"),
    "applied_on": ("tháng", "tháng áp dụng", "thời gian", "thời gian áp dụng", "month"),
    "title": ("tên sáng kiến", "tiêu đề", "title"),
    "problem": ("vấn đề", "vướng mắc", "problem"),
    "solution": ("giải pháp", "cách làm", "cách làm mới", "solution"),
    "result": ("kết quả", "hiệu quả", "result"),
    "benefit": ("làm lợi", "giá trị", "tiền làm lợi", "benefit"),
    "secret": ("bí mật", "secret"),
    "description": ("mô tả", "nội dung sáng kiến", "description"),
    "attachments": ("tệp", "ảnh", "tài liệu", "tệp kèm theo", "attachments"),
}

"""Invented grassroots unions under the real federations: usual kinds of workplaces, named after places and flowers."""

import random
from collections.abc import Iterable, Iterator

from bot.builtin import organisations
from conversations.directory import Organisation

FIRST_ID = 10_000
# Syllables of which communes are usually named; together they are no list of real ones.
_BEGIN = (
    "An", "Bình", "Cẩm", "Chí", "Cao", "Đại", "Đông", "Đức", "Gia", "Hải", "Hòa", "Hồng", "Hưng", "Kim", "Lam", "Lương",
    "Mai", "Minh", "Mỹ", "Nam", "Nghĩa", "Ngọc", "Phong", "Phú", "Phúc", "Quang", "Quảng", "Sơn", "Tam", "Tân", "Thạch",
    "Thái", "Thanh", "Thành", "Thịnh", "Thọ", "Thượng", "Tiên", "Trung", "Trường", "Tư", "Vân", "Việt", "Vĩnh", "Xuân", "Yên",
)  # fmt: skip
_END = (
    "An", "Bắc", "Bình", "Châu", "Cương", "Dương", "Đạo", "Định", "Giang", "Hà", "Hải", "Hậu", "Hòa", "Hội", "Hưng", "Khánh",
    "Khê", "Lạc", "Lãng", "Lâm", "Lập", "Lộc", "Long", "Lương", "Lý", "Nam", "Nghĩa", "Ninh", "Phong", "Phú", "Phúc", "Phương",
    "Quang", "Sơn", "Tân", "Thành", "Thắng", "Thịnh", "Thọ", "Thủy", "Tiến", "Trạch", "Trung", "Tường", "Vân", "Xá", "Yên",
)  # fmt: skip
_UPLAND = (
    "Nà Rì", "Lũng Nặm", "Pác Miều", "Sóc Hà", "Nậm Khắt", "Mường Khương", "Tả Phìn", "Bản Qua", "Chư Prông", "Ea Kly", "Ia Dơk",
    "Khâu Vai", "Nậm Cắn", "Huổi Luông", "Pa Ủ", "Sín Chải", "Cư Suê", "Đắk Plao", "Lục Khu", "Nà Va", "Tri Lễ", "Co Mạ",
)  # fmt: skip
_PERSONS = (
    "Nguyễn Trãi", "Lê Lợi", "Trần Phú", "Kim Đồng", "Võ Thị Sáu", "Lê Hồng Phong", "Nguyễn Du", "Phan Bội Châu", "Quang Trung",
    "Hùng Vương", "Lý Tự Trọng", "Trần Hưng Đạo", "Lê Quý Đôn", "Chu Văn An", "Nguyễn Huệ", "Hoàng Hoa Thám", "Bế Văn Đàn",
)  # fmt: skip
_FLOWERS = (
    "Hoa Sen", "Hoa Hồng", "Hoa Mai", "Sao Mai", "Sơn Ca", "Hoạ Mi", "Ánh Dương", "Tuổi Thơ", "Măng Non", "Hoa Phượng", "Bình Minh",
    "Vành Khuyên", "Hướng Dương", "Hoa Lan", "Sao Sáng", "1-6", "19-5",
)  # fmt: skip
_FIRMS = (
    "Thành Công", "Hoàng Long", "Tân Tiến", "Đại Phát", "Minh Khang", "Phúc Thịnh", "Việt Hưng", "An Phú", "Đông Á", "Hòa Bình",
    "Trường Sinh", "Nhật Quang", "Thiên Ân", "Bảo Long", "Gia Hưng", "Kim Ngân", "Sao Việt", "Hải Âu", "Phương Nam", "Bắc Hà",
)  # fmt: skip
_BRANDS = ("vi", "na", "tex", "co", "mex", "sa", "pha", "ro", "ka", "mi", "lux", "ta", "do", "vina", "lo", "be", "ri", "fa", "gi", "ton")
_TRADES = (
    "", "Xây dựng ", "Thương mại ", "Thương mại và Dịch vụ ", "May ", "Xây dựng và Thương mại ", "Sản xuất và Thương mại ",
    "Chế biến nông sản ", "Vận tải ", "Khoáng sản ", "Xuất nhập khẩu ", "Giày da ", "Đầu tư Xây dựng ", "Dược phẩm ",
)  # fmt: skip
_FORMS = ("Công ty TNHH", "Công ty TNHH MTV", "Công ty cổ phần", "Công ty TNHH Một thành viên", "Doanh nghiệp tư nhân", "Hợp tác xã")
_OF_DISTRICT = (
    "Phòng Giáo dục và Đào tạo {}", "Trung tâm Y tế {}", "Bệnh viện Đa khoa {}", "Bảo hiểm xã hội {}", "Kho bạc Nhà nước {}",
    "Tòa án nhân dân {}", "Viện kiểm sát nhân dân {}", "Chi cục Thuế {}", "Hạt Kiểm lâm {}", "Văn phòng HĐND và UBND {}",
    "Phòng Nội vụ {}", "Phòng Tài chính - Kế hoạch {}", "Trung tâm GDNN-GDTX {}", "Ban Quản lý dự án {}", "Điện lực {}",
    "Trung tâm Văn hóa và Truyền thông {}", "Trung tâm Dịch vụ nông nghiệp {}", "Phòng Lao động - Thương binh và Xã hội {}",
    "Ngân hàng Chính sách xã hội {}", "Phòng Tài nguyên và Môi trường {}", "Ban Quản lý rừng phòng hộ {}",
)  # fmt: skip
_TOWN_WORDS = ("Xã ", "Xã ", "Xã ", "Xã ", "Thị trấn ")


def workplaces(federations: Iterable[Organisation], each: int, seed: int = 2021) -> Iterator[Organisation]:
    """About *each* unions a federation, a name at most twice in one; the same seed gives the same ones."""
    draw = random.Random(seed)
    number = FIRST_ID
    for federation in federations:
        for name in _names(draw, federation.name, each):
            number += 1
            prefix = draw.choice(("", "", "CĐCS ", "Công đoàn cơ sở "))
            yield Organisation(number, f"{federation.code}.{number}", prefix + name, "union", federation.id)


def country(each: int, seed: int = 2021) -> tuple[Organisation, ...]:
    """The built-in tree with unions under every federation."""
    known = organisations()
    return (*known, *workplaces((node for node in known if node.kind == "federation"), each, seed))


def _names(draw: random.Random, federation: str, each: int) -> list[str]:
    district = federation[0].lower() + federation[1:]
    found = [form.format(district) for form in _OF_DISTRICT[: max(3, each // 6)]]
    bare = federation.split(" ", 1)[1].removeprefix("phố ").removeprefix("xã ")
    found += [f"Trường THPT {bare}", f"Trường THPT số 2 {bare}"]
    communes = [*{_commune(draw): None for _ in range(max(4, each // 9))}]
    for commune in communes:
        found += _of_commune(draw, commune, draw.choice(_TOWN_WORDS))
    while len(found) < each:
        found.append(_other(draw))
    draw.shuffle(found)
    return [name for at, name in enumerate(found) if found.index(name) == at][:each]


def _commune(draw: random.Random) -> str:
    if draw.random() < 0.25:
        return draw.choice(_UPLAND)
    begin, end = draw.choice(_BEGIN), draw.choice(_END)
    return f"{begin} {end}" if begin != end else f"{begin} Lâm"


def _of_commune(draw: random.Random, name: str, town: str) -> list[str]:
    found = [f"UBND {town.lower()}{name}", draw.choice(("Trường Mầm non {}", "Trường MN {}")).format(name)]
    primary = draw.choice(("Trường Tiểu học {}", "Trường TH {}", "Trường PTDTBT Tiểu học {}"))
    lower = draw.choice(("Trường THCS {}", "Trường THCS {}", "Trường PTDTBT THCS {}", "Trường Trung học cơ sở {}"))
    match draw.randrange(5):
        case 0:
            found.append(f"Trường TH và THCS {name}")
        case 1:
            found += [primary.format(f"số {number} {name}") for number in (1, 2)] + [lower.format(name)]
        case 2:
            found += [primary.format(f"{name} {number}") for number in ("I", "II")] + [lower.format(name)]
        case _:
            found += [primary.format(name), lower.format(name)]
    return [*found, f"Trạm Y tế {town.lower()}{name}"][: draw.choice((4, 5, 6))]


def _other(draw: random.Random) -> str:
    match draw.randrange(5):
        case 0:
            return f"Trường Mầm non {draw.choice(_FLOWERS)}"
        case 1:
            return f"Trường {draw.choice(('Tiểu học', 'THCS', 'THPT'))} {draw.choice(_PERSONS)}"
        case 2:
            brand = "".join(draw.choice(_BRANDS) for _ in range(draw.choice((2, 3)))).capitalize()
            return f"{draw.choice(_FORMS)} {draw.choice(_TRADES)}{brand}"
        case _:
            return f"{draw.choice(_FORMS)} {draw.choice(_TRADES)}{draw.choice(_FIRMS)}"

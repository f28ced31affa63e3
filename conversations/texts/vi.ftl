# Lời của bot. Khóa đặt theo ý nghĩa; người lao động gọi là "anh/chị", cán bộ công đoàn gọi là "đồng chí".

### == khung của một câu hỏi ==

with-problem =
    ℹ️ { $problem }

    { $question }
with-upload = { $lines }
with-current =
    { $question }
    Đang ghi: { $current }
picked = ✓ { $label }
button-contact = 📱 Chia sẻ số điện thoại của tôi
button-previous-page = ‹ Trang { $page }/{ $pages }
button-next-page = Trang { $page }/{ $pages } ›
button-back = ‹ Quay lại
button-edit = Sửa
button-help = Hướng dẫn
button-restart = Làm lại
button-cancel = Hủy
button-keep = Giữ nguyên
button-skip = Bỏ qua
button-upload = Gửi qua trang web
button-keep-as-sent = Giữ nguyên bản gửi
button-yes = Đúng
button-no = Nhập lại
button-yes-do = Đồng ý
button-no-go-on = Không, làm tiếp
mark-page = Trang { $page }
mark-expired = Nút này đã cũ
chosen-mark = → { $mark }
controls-typed = Hoặc gõ: { $words }
command-typed = { $label } – gõ: { $words }

### == điều khiển ==

cancel-sure = Nếu hủy, phần đã nhập ở đây sẽ bị bỏ. Vẫn đồng ý hủy chứ ạ?
restart-sure = Nếu làm lại từ đầu, phần đã nhập ở đây sẽ bị bỏ. Vẫn đồng ý làm lại chứ ạ?
cancelled = Đã hủy, không có gì được gửi đi. Khi cần, gõ /nop để nộp sáng kiến, hoặc /huongdan để xem cách làm.
stopped = Đã dừng, chưa có gì thay đổi.
nothing-to-cancel = Hiện không có việc gì đang dở để hủy.
first-step = Đây là bước đầu tiên rồi, trước đó không còn bước nào.
nothing-to-edit = Chưa có mục nào để sửa. Mời trả lời câu hỏi dưới đây trước.
nothing-to-keep = Mục này chưa ghi gì để giữ lại. Mời trả lời câu hỏi dưới đây.
step-needed = Mục này cần có nên không bỏ qua được. Mời trả lời câu hỏi dưới đây.
edit-which = Anh/chị muốn sửa mục nào? Mời bấm một nút, hoặc gõ “sửa” kèm tên mục, ví dụ: sửa họ tên
choose-from-list = Câu trả lời này không có trong danh sách. Mời bấm một nút, hoặc gõ số thứ tự, ví dụ: 1
pick-one-at-least = Mời đồng chí chọn ít nhất một mục rồi bấm “Xong”, hoặc gõ số, ví dụ: 1, 2
button-expired = Nút này đã cũ, không còn dùng được. Mời làm tiếp ở tin mới nhất.
form-changed = Biểu mẫu vừa được cập nhật. Những gì đã nhập vẫn còn nguyên.
form-without-role = Đồng chí không còn giữ vai trò cần cho việc đang làm dở, nên bot xin dừng việc đó lại. Nếu có nhầm lẫn, xin gõ /hotro
workplace-changed = Đơn vị đã chọn vừa thay đổi (sáp nhập, chuyển cấp trên hoặc ngừng hoạt động). Anh/chị xem lại giúp phần đơn vị nhé; các mục khác vẫn còn nguyên.
empty-text = Tin nhắn chưa có chữ nào. Mời gõ câu trả lời.
edited-message = Bot không thấy chỗ sửa trong tin đã gửi. Mời gửi câu trả lời thành tin mới, hoặc gõ “sửa” kèm tên mục, ví dụ: sửa họ tên
contact-not-now = Cảm ơn, lúc này chưa cần số điện thoại.
not-understood = Xin lỗi, bot chưa hiểu ý này.
you-are-welcome = Dạ vâng ạ! Cần gì thêm, xin nhắn bot bất cứ lúc nào.
how-it-goes-on = Công đoàn cơ sở xác nhận trước, có quyết định là bot nhắn ngay; tình trạng từng sáng kiến, anh/chị xem ở /theodoi
unknown-command = Lệnh này chưa có, có lẽ gõ nhầm một chữ.
group-chat = Để giữ kín thông tin cá nhân, xin nhắn riêng cho bot: bấm vào tên bot rồi chọn “Nhắn tin”.
something-went-wrong = Xin lỗi, hệ thống gặp trục trặc nên chưa xử lý được tin vừa rồi. Những gì đã nhập trước đó vẫn còn. Xin gửi lại tin đó, hoặc gõ /hotro để được giúp.
sent-again = (Gửi lại, phòng khi tin trước chưa tới)
must-follow = { $name } chưa cho bot nhắn cho anh/chị vì anh/chị chưa bấm Quan tâm ở đó, nên tin được gửi qua đây. Muốn nhận trên { $name }, anh/chị mở { $link } rồi bấm Quan tâm.
medium-photo = Ở đây bot không đọc ảnh. Xin gõ câu trả lời bằng chữ. Muốn gửi ảnh kèm sáng kiến, gõ /kem
medium-document = Ở đây bot không đọc tệp. Xin gõ câu trả lời bằng chữ.
medium-list = Đây là bảng tính. Nếu là danh sách CĐCS, gõ /nhap rồi gửi lại tệp.
medium-initiatives = Đây là bảng tính. Nếu là danh sách sáng kiến, gõ /nhapsangkien rồi gửi lại tệp.
medium-voice = Bot chưa nghe được tin thoại. Xin gõ câu trả lời bằng chữ.
medium-video = Bot chưa xem được video. Xin gõ câu trả lời bằng chữ.
medium-sticker = Cảm ơn nhé! Nhưng bot chỉ đọc được chữ, xin gõ câu trả lời.
medium-location = Ở đây không cần vị trí. Xin gõ câu trả lời bằng chữ.
medium-contact = Danh thiếp này là của người khác nên không dùng được. Nếu bot hỏi số điện thoại, xin gõ số của mình, ví dụ: 0912 345 678
medium-other = Bot chỉ đọc được chữ. Xin gõ câu trả lời.

### == tệp gửi cho bot ==

file-being-read = Đã nhận tệp, đang đọc. Xin chờ một chút…
file-not-asked = Tệp đã đọc xong, nhưng việc cần đến tệp này đã dừng nên không dùng nữa.
file-not-carried = Kênh này không chuyển được tệp đến bot.
file-too-many = Còn { $count } tệp đang đọc. Xin chờ bot trả lời các tệp ấy rồi gửi tiếp.
file-too-large = Tệp này quá lớn: bot nhận tệp đến { $most } MB. Xin gửi tệp nhỏ hơn, ví dụ: chia thành hai tệp
file-empty = Tệp này trống, không có gì để đọc. Xin mở tệp xem lại rồi gửi tệp khác, ví dụ: bản vừa lưu
file-gone = Tệp này không còn tải về được. Xin gửi lại, ví dụ: chọn đúng tệp ấy trên máy rồi gửi thêm một lần
file-unreachable = Bot thử nhiều lần mà chưa tải được tệp. Xin gửi lại sau ít phút, ví dụ: khi mạng tốt hơn
file-unreadable = Bot không đọc được tệp này. Xin mở tệp, lưu lại rồi gửi lần nữa, ví dụ: lưu dưới tên khác
file-took-too-long = Tệp này đọc quá lâu nên bot đã dừng. Xin gửi tệp nhỏ hơn, ví dụ: chia thành hai tệp
file-text-meant =
    Đọc được từ tệp ({ $count }/{ $limit } ký tự):

    { $text }

    Dùng nội dung này, đúng không ạ? Muốn sửa thì sao chép, sửa rồi gửi lại.
text-file-kind = Bot đọc được tệp .docx, .odt, .txt và PDF có chữ; tệp này thuộc loại khác. Anh/chị gửi một tệp như thế, hoặc sao chép nội dung rồi dán vào đây, ví dụ: lưu bài thành .docx rồi gửi
text-file-old-word = Tệp này kiểu cũ (.doc, .rtf) nên bot không đọc được. Anh/chị mở tệp, chọn “Lưu thành” (Save As), chọn kiểu .docx rồi gửi tệp mới, ví dụ: sang-kien.docx
text-file-locked = Tệp này đặt mật khẩu nên bot không mở được. Anh/chị gửi bản không có mật khẩu, ví dụ: mở tệp, bỏ mật khẩu rồi lưu lại; hoặc sao chép nội dung rồi dán vào đây.
text-file-broken = Tệp này bị hỏng hoặc chưa gửi trọn nên bot không đọc được. Anh/chị mở tệp xem có được không, lưu lại rồi gửi lần nữa, ví dụ: lưu dưới tên khác; hoặc sao chép nội dung rồi dán vào đây.
text-file-bomb = Tệp này mở ra lớn bất thường nên bot dừng, không đọc. Anh/chị chép riêng phần mô tả sang một tệp mới rồi gửi, ví dụ: sang-kien.docx
text-file-scanned = Tệp PDF này chỉ có ảnh chụp, không có chữ để đọc. Anh/chị gửi tệp Word gốc, hoặc gõ nội dung vào đây, ví dụ: Nay tẽ ngô bằng máy, nhanh gấp ba.
text-file-picture = Tệp này là ảnh; bot không đọc chữ trong ảnh. Anh/chị gửi tệp Word, hoặc gõ nội dung vào đây, ví dụ: Nay tẽ ngô bằng máy, nhanh gấp ba.
text-file-empty = Tệp này không có chữ nào. Anh/chị mở tệp xem lại rồi gửi đúng tệp có bài mô tả, ví dụ: sang-kien.docx
text-file-encoding = Bot không nhận ra bảng mã của tệp này nên chữ có thể sai. Anh/chị mở tệp bằng Notepad, chọn “Lưu thành” (Save As), ở ô Encoding chọn UTF-8 rồi gửi lại; hoặc dán nội dung vào đây, ví dụ: Nay tẽ ngô bằng máy.
text-file-too-long = Tệp này có hơn { $most } ký tự, dài quá nhiều cho phần mô tả. Anh/chị chép riêng phần mô tả sang một tệp mới rồi gửi, ví dụ chỉ giữ: cách làm cũ, cách làm mới, kết quả.
old-font-meant =
    Chữ này gõ bằng phông cũ { $font }: “{ $before }…”. Bot đã chuyển thành ({ $count } ký tự):

    { $after }

    Nội dung này đúng chưa? Xin xem kỹ các chữ có “ư”.
typing-leftovers-meant = Hình như bộ gõ tiếng Việt chưa bật. Có phải là: { $meant }?
damaged-words-meant = Có chữ bị lỗi phông, ví dụ: { $words }. Nên bấm “Nhập lại” rồi sao chép lại từ bản gốc. Vẫn giữ nguyên như đã gửi, đúng không ạ?
letters-lost = Có chữ không đọc được (hiện thành �). Xin gõ lại, hoặc sao chép lại từ bản gốc, ví dụ: mở tệp bằng Word rồi sao chép
photo-being-read = Đã nhận ảnh, đang đọc mã QR. Xin chờ một chút…
photo-card-meant =
    Đọc được từ thẻ: { $name }, số { $number }. Đúng không ạ?
    Bot không lưu ảnh; anh/chị nên xóa ảnh khỏi cuộc trò chuyện này.
photo-card-odd = Thông tin trong mã QR của thẻ này không đúng dạng. Xin gõ giúp câu trả lời, ví dụ: đúng như in trên thẻ
photo-no-card = Bot chưa đọc được mã QR của thẻ trong ảnh. Xin chụp thật gần, thẳng, đủ sáng, không lóa, thấy trọn mã QR; hoặc gõ câu trả lời như ví dụ dưới đây.
photo-not-card = Mã QR trong ảnh không phải mã trên thẻ căn cước. Xin chụp mã QR in trên thẻ; hoặc gõ câu trả lời như ví dụ dưới đây.
photo-several-cards = Trong ảnh có nhiều thẻ. Xin chụp riêng thẻ của anh/chị; hoặc gõ câu trả lời như ví dụ dưới đây.
photo-no-code = Bot không thấy mã QR nào đọc được trong ảnh. Ảnh gửi kèm sáng kiến đã nộp: xin gõ /kem trước. Mã QR: xin chụp gần, thẳng, đủ sáng, thấy trọn mã QR; hoặc gõ mã in dưới hình, ví dụ: M5N8-P3RK
photo-other-code = Mã QR trong ảnh không phải của chương trình này. Xin chụp mã QR trên áp phích của CĐCS; hoặc gõ mã in dưới hình, ví dụ: M5N8-P3RK
photo-several-codes = Trong ảnh có nhiều mã QR khác nhau. Xin chụp riêng một mã; hoặc gõ mã in dưới hình, ví dụ: M5N8-P3RK
photo-not-picture = Bot chỉ đọc được ảnh JPG, PNG và WEBP. Xin chụp bằng điện thoại rồi gửi lại, ví dụ: gửi dưới dạng ảnh
photo-too-large = Ảnh này quá lớn: bot đọc ảnh đến { $most } triệu điểm ảnh. Xin gửi ảnh nhỏ hơn, ví dụ: chụp lại bằng điện thoại
photo-broken = Ảnh này bị hỏng hoặc chưa gửi trọn. Xin gửi lại, ví dụ: chụp một ảnh mới
upload-here =
    Gửi tệp tại đây (trong { $minutes } phút, dùng một lần):
    { $url }
caption-read = ℹ️ Ở bước này bot chưa nhận tệp hay ảnh, chỉ đọc phần chữ gửi kèm.
upload-several-here =
    Gửi tệp tại đây (trong { $minutes } phút, gửi được nhiều tệp):
    { $url }
upload-nowhere = Ở kênh này bot không nhận được tệp. Xin gửi tệp cho bot trên Telegram hoặc trang chat.
upload-not-needed = Xin gửi tệp ngay trong cuộc trò chuyện này.
upload-offer = { $upload }

### == trình đơn ==

menu =
    { $name }
    Mời chọn một việc dưới đây.
menu-waiting =
    { $name }
    Có { $waiting } sáng kiến đang chờ đồng chí xác nhận. Mời đồng chí chọn một việc dưới đây.
button-nop = Nộp sáng kiến
button-tieptuc = Tiếp tục bản nháp
button-theodoi = Theo dõi
button-duyet = Duyệt sáng kiến
button-report = Báo cáo
button-chon = Chọn sáng kiến tiêu biểu
button-hoso = Hồ sơ gửi cấp trên
button-canbo = Cán bộ
button-moi = Mời cán bộ
button-qr = Mã QR
button-donvi = Đơn vị trực thuộc
button-ghepdonvi = Ghép đơn vị
button-ops = Tình trạng hệ thống
button-huongdan = Hướng dẫn
button-quen = Xóa bản nháp và thông tin đã nhớ
button-xoa = Yêu cầu xóa sáng kiến đã nộp
button-rut = Rút sáng kiến này
button-code = { $code }
button-track = Theo dõi
button-more = Xem thêm
button-submit-another = Nộp thêm
button-fix-now = Sửa ngay
draft-resumed = Bản nháp của anh/chị vẫn còn nguyên. Mời anh/chị làm tiếp.
draft-waits = Bản nháp sáng kiến của anh/chị vẫn đang chờ.
not-for-you-duyet = Mục này dành cho cán bộ công đoàn được giao xác nhận sáng kiến. Cán bộ CĐCS chưa có mã mời xin gõ /xinquyen
not-for-you-qr = Mã QR của đơn vị do cán bộ công đoàn lấy. Cán bộ CĐCS chưa có mã mời xin gõ /xinquyen
not-for-you-report = Báo cáo dành cho cán bộ LĐLĐ huyện, tỉnh. Cán bộ CĐCS lấy hồ sơ của đơn vị: /hoso. Muốn xem sáng kiến của mình, xin gõ /theodoi
not-for-you-hoso = Hồ sơ của đơn vị do cán bộ công đoàn lập và gửi. Nộp sáng kiến của mình, xin gõ /nop; xem sáng kiến đã nộp, xin gõ /theodoi
not-for-you-chon = Sáng kiến tiêu biểu do LĐLĐ huyện, tỉnh xét chọn. Muốn xem sáng kiến của mình, xin gõ /theodoi
not-for-you-thongbao = Thông báo chung do LĐLĐ huyện, tỉnh gửi. Cần trợ giúp, xin gõ /hotro
not-for-you-nhac = Việc này dành cho cán bộ LĐLĐ huyện, tỉnh. Muốn xem sáng kiến của mình, xin gõ /theodoi
not-for-you-moi = Việc mời cán bộ do LĐLĐ huyện, tỉnh làm. Cần trợ giúp, xin gõ /hotro
not-for-you-donvi = Danh sách đơn vị do LĐLĐ huyện, tỉnh quản lý. Cần trợ giúp, xin gõ /hotro
not-for-you-nhap = Danh sách CĐCS do cán bộ LĐLĐ huyện, tỉnh nhập. Cần trợ giúp, xin gõ /hotro
not-for-you-nhapsangkien = Danh sách sáng kiến do cán bộ BCH CĐCS hoặc cán bộ LĐLĐ nộp. Nộp sáng kiến của mình, xin gõ /nop
not-for-you-ghepdonvi = Việc ghép đơn vị vào CĐCS do LĐLĐ huyện, tỉnh làm. Cần trợ giúp, xin gõ /hotro
not-for-you-caidat = Mục cài đặt này dành cho cán bộ LĐLĐ huyện, tỉnh. Cần trợ giúp, xin gõ /hotro
not-for-you-canbo = Danh sách cán bộ dành cho cán bộ LĐLĐ huyện, tỉnh. Là cán bộ CĐCS mà chưa có mã mời, xin gõ /xinquyen
not-for-you-ops = Lệnh này dành cho người vận hành hệ thống. Cần trợ giúp, xin gõ /hotro

### == chương trình ==

campaign-not-open = Chương trình “{ $name }” bắt đầu nhận sáng kiến từ { $opens }. Hẹn anh/chị khi đó nhé!
campaign-closed = Chương trình “{ $name }” đã ngừng nhận sáng kiến từ { $closes }. Sáng kiến đã nộp vẫn xem được, anh/chị gõ /theodoi
campaign-closed-draft-kept = Chương trình “{ $name }” đã ngừng nhận sáng kiến từ { $closes }, nên bản này chưa gửi được. Bản nháp của anh/chị vẫn được giữ. Cần hỏi thêm, anh/chị gõ /hotro

### == đồng ý xử lý dữ liệu ==

ask-consent =
    Chào anh/chị! Để nộp sáng kiến vào chương trình “{ $name }”, liên đoàn lao động nơi anh/chị làm việc cần họ tên, số CMND/CCCD, số điện thoại, đơn vị và nội dung sáng kiến.
    Dữ liệu chỉ dùng để xác nhận, xét chọn và báo cáo sáng kiến; chỉ công đoàn cơ sở (CĐCS) và công đoàn cấp trên được xem; giữ 24 tháng rồi ẩn danh.
    Anh/chị xem, sửa, xóa, rút đồng ý lúc nào cũng được bằng lệnh /dulieu. Nếu không đồng ý, anh/chị nộp bản giấy tại CĐCS.
    Anh/chị có đồng ý không?
consent-agree = Đồng ý
consent-decline = Không đồng ý
consent-details = Xem chi tiết
consent-declined = Cảm ơn anh/chị. Bot không lưu thông tin cá nhân nào, chỉ ghi nhận là anh/chị chưa đồng ý. Anh/chị vẫn có thể nộp bản giấy tại công đoàn cơ sở; nếu đổi ý, anh/chị bấm nút dưới đây hoặc gõ “đồng ý”.
button-agree-after-all = Tôi đồng ý, mở lại phiếu
notice-details =
    Chương trình: { $name }
    • Ai thu thập: liên đoàn lao động nơi anh/chị nộp sáng kiến (gõ /hotro để biết đầu mối).
    • Thu thập gì: họ tên, số CMND/CCCD, số điện thoại, đơn vị, nội dung sáng kiến; ảnh và tài liệu nếu anh/chị gửi kèm. Số CMND/CCCD, số điện thoại và tệp kèm theo được mã hóa khi lưu; hai số ấy che bớt khi hiển thị.
    • Để làm gì: tiếp nhận, xác nhận, xét chọn và báo cáo sáng kiến; không dùng vào việc khác.
    • Ai xem: CĐCS của anh/chị, LĐLĐ huyện, LĐLĐ tỉnh và Tổng LĐLĐ.
    • Giữ ở đâu: máy chủ do liên đoàn lao động quản lý; tin nhắn đi qua ứng dụng anh/chị đang dùng.
    • Giữ bao lâu: bản nháp đến 30 ngày sau khi chương trình đóng; sáng kiến 24 tháng, sau đó ẩn danh.
    • Quyền của anh/chị: xem, sửa, xóa, rút đồng ý bằng lệnh /dulieu; được trả lời trong 2 ngày làm việc.
    • Nếu không đồng ý: bot không lưu gì thêm, anh/chị nộp bản giấy tại CĐCS.
    Anh/chị có đồng ý không?

### == câu hỏi của phiếu ==

ask-full-name =
    Bước { $n }/{ $total }. Họ và tên của anh/chị?
    Ví dụ: Nguyễn Văn A
    Hoặc gửi ảnh chụp mã QR trên thẻ CCCD, căn cước: bot đọc họ tên và số.
ask-id-number =
    Bước { $n }/{ $total }. Số CMND (9 số) hoặc CCCD (12 số) của anh/chị?
    Ví dụ: 080 888 999 hoặc 004 085 000 123
ask-phone =
    Bước { $n }/{ $total }. Số điện thoại di động để công đoàn liên hệ với anh/chị?
    Ví dụ: 0912 345 678
ask-workplace = Anh/chị làm việc tại { $workplace }, đúng đơn vị này không?
option-yes-right = Đúng đơn vị này
option-other-workplace = Không, đơn vị khác
ask-province =
    Bước { $n }/{ $total }. Đơn vị của anh/chị thuộc LĐLĐ tỉnh, thành phố nào?
    Bấm nút, hoặc gõ tên (không cần dấu), ví dụ: cao bang
ask-federation =
    Bước { $n }/{ $total }. Đơn vị thuộc LĐLĐ huyện, thành phố nào?
    Bấm nút, hoặc gõ tên, ví dụ: ha quang
ask-union =
    Bước { $n }/{ $total }. Công đoàn cơ sở (CĐCS) của anh/chị?
    Bấm nút, hoặc gõ một phần tên đơn vị, ví dụ: mam non
ask-union-name =
    Bước { $n }/{ $total }. Mời anh/chị gõ tên đơn vị mình, LĐLĐ huyện sẽ tìm đúng CĐCS giúp.
    Ví dụ: Trường THCS Xuân Hòa
option-union-missing = Không thấy đơn vị tôi
ask-block = Bước { $n }/{ $total }. Đơn vị của anh/chị thuộc khối nào?
block-enterprise = Khối doanh nghiệp
block-public-admin = Khối hành chính sự nghiệp
ask-field = Bước { $n }/{ $total }. Sáng kiến thuộc lĩnh vực nào? Chưa rõ thì bấm “Bỏ qua”.
field-production = Sản xuất
field-new-product = Sản phẩm mới
field-safety = An toàn, vệ sinh lao động, môi trường
field-administration = Cải cách hành chính
field-party = Xây dựng Đảng, hệ thống chính trị
field-management = Quản lý, điều hành
field-health = Y tế
field-education = Giáo dục
field-other = Lĩnh vực khác
option-skip = Bỏ qua
ask-applied-on =
    Bước { $n }/{ $total }. Sáng kiến được áp dụng lần đầu vào tháng nào, từ { $first } đến { $last }?
    Ví dụ: { $first }
ask-title =
    Bước { $n }/{ $total }. Tên sáng kiến (tối đa 150 ký tự)?
    Ví dụ: Cải tiến sổ theo dõi tiêm chủng bằng bảng tính
ask-description =
    { $secret ->
        [yes] Bước { $n }/{ $total }. Bí mật công nghệ: chỉ ghi hiệu quả (tối đa { $limit } ký tự), không ghi cách làm. Không ai phải nói ra bí quyết.
            Ví dụ: Mỗi ca bớt được 2 giờ chờ máy, tiết kiệm khoảng 3 triệu đồng một tháng.
       *[no] Bước { $n }/{ $total }. Mô tả (tối đa { $limit } ký tự): trước đây vướng gì, cách làm mới, kết quả. Dán vào, hoặc gửi tệp Word, PDF cũng được.
            Ví dụ: Nay tẽ ngô bằng máy, nhanh gấp ba.
    }
description-over-limit =
    Nội dung dài { $count }/{ $limit } ký tự kể cả dấu cách, thừa { $excess }. Không chữ nào bị mất.
    Ký tự thứ { $limit } rơi vào chỗ ┃: “…{ $before }┃{ $after }…”
    Mời anh/chị gửi lại bản rút gọn, ví dụ chỉ giữ: cách làm cũ, cách làm mới, kết quả.
option-cut = Lấy đến hết câu cuối trong giới hạn
option-whole = Gửi lại toàn văn cho tôi
description-whole = { $text }
description-counted =
    { $text }
    ({ $count }/{ $limit } ký tự)
paste-complete = Bot đã ghép các phần anh/chị vừa dán thành một bài. Bài đã đủ, đúng không ạ?
ask-review =
    Mời anh/chị xem lại trước khi gửi:

    { $card }

    Đúng rồi thì bấm “Gửi”. Muốn sửa, bấm “Sửa” hoặc gõ “sửa” kèm tên mục, ví dụ: sửa họ tên
ask-review-changes =
    { $changed ->
        [0] Anh/chị chưa sửa chỗ nào so với bản đã gửi:
       *[other] Mời anh/chị xem lại những chỗ vừa sửa:
    }

    { $card }

    { $changed ->
        [0] Muốn sửa thì bấm “Sửa”; giữ nguyên như cũ thì bấm “Gửi lại”.
       *[other] Đúng rồi thì bấm “Gửi lại”.
    }
ask-resend-unchanged = Anh/chị chưa sửa chỗ nào, nên cán bộ công đoàn vẫn thấy đúng bản cũ. Muốn sửa, anh/chị bấm “Sửa”; không sửa gì nữa thì bấm “Gửi lại như cũ”.
option-resend-unchanged = Gửi lại như cũ
option-send = Gửi
ask-secret =
    Bước { $n }/{ $total }. Nội dung này có phải bí mật công nghệ không? Nếu phải, chỉ cần ghi tên và hiệu quả.
    Ví dụ, gõ: không
option-secret = 🔒 Bí mật công nghệ
secret-yes = Phải, chỉ ghi hiệu quả
secret-no = Không phải bí mật
help-secret = Bí mật công nghệ là cách làm mà đơn vị không muốn ai khác biết. Khi chọn “Phải”, bot chỉ hỏi tên và hiệu quả, không hỏi cách làm, và không so với sáng kiến khác. Đổi lựa chọn thì phần mô tả được hỏi lại.
option-resend = Gửi lại
card-line = • { $label }: { $value }
card-line-changed = • { $label }: { $value } (trước đây: { $old })
review-alike =
    ℹ️ Đơn vị mình đã có sáng kiến gần giống: { $which }{ $more ->
        [0] {""}
       *[other] {" "}và { $more } sáng kiến nữa
    }. Nếu là việc khác, anh/chị cứ bấm { $again ->
        [yes] “Gửi lại”; muốn viết rõ chỗ khác thì bấm “Sửa”.
       *[other] “Gửi”; muốn viết rõ chỗ khác thì bấm “Sửa”; đã nộp rồi thì bấm “Hủy”.
    }
alike-other = “{ $title }”
alike-own = { $code } “{ $title }” (của chính anh/chị)
shown-skipped = không ghi
shown-union-missing = chưa có trong danh sách
shown-secret = có, chỉ ghi hiệu quả
shown-no-secret = không
nothing-before = chưa có
line-full-name = Họ và tên
line-id-number = Số CMND/CCCD
line-phone = Điện thoại
line-province = Tỉnh, thành phố
line-federation = Công đoàn cấp trên
line-union = CĐCS
line-union-name = Đơn vị (tự nhập)
line-workplace = Đơn vị
line-block = Khối
line-field = Lĩnh vực
line-applied-on = Áp dụng từ tháng
line-secret = Bí mật công nghệ
line-title = Tên sáng kiến
line-description = Nội dung
help-step =
    Mời trả lời câu hỏi dưới đây bằng cách gõ hoặc bấm nút. Gõ “quay lại” để về bước trước, “sửa” để đổi mục đã nhập, “làm lại” để bắt đầu lại, “hủy” để dừng. Mỗi câu trả lời được lưu ngay.
help-consent = Chọn “Đồng ý” để bắt đầu điền phiếu; chọn “Không đồng ý” thì không thông tin nào được lưu. Gõ “xem chi tiết” để đọc đầy đủ.
help-description = Nên viết ba ý: trước đây vướng gì, anh/chị làm khác thế nào, kết quả ra sao (thời gian, tiền, an toàn). Gõ thẳng vào đây, hoặc soạn sẵn trong Word rồi dán vào hay gửi cả tệp (.docx, .odt, .txt, .pdf). Cách làm là bí mật của đơn vị thì bấm hoặc gõ “Bí mật công nghệ”.
card-not-right = Vâng, bot chưa gửi. Muốn đổi mục nào, mời gõ “sửa” kèm tên mục, ví dụ: sửa tên sáng kiến
help-review = Mời anh/chị đọc lại một lượt rồi bấm nút gửi. Muốn đổi mục nào, gõ “sửa” kèm tên mục, ví dụ: sửa tên sáng kiến
place-meant = Có phải là { $place } không?
place-ambiguous = Có nhiều đơn vị gần giống. Mời bấm một nút dưới đây, hoặc gõ số thứ tự, ví dụ: 1
place-ambiguous-more = Nhiều đơn vị có tên gần giống, dưới đây là mấy đơn vị gần nhất. Mời bấm một nút, gõ số thứ tự, hoặc gõ thêm tên, ví dụ: mầm non hoa sen
place-elsewhere = { $place } thuộc { $above }, không thuộc nơi đã chọn. Mời chọn lại trong danh sách, ví dụ gõ: 1, hoặc gõ “quay lại” để đổi nơi đã chọn.
province-not-found = Chưa tìm thấy tỉnh, thành phố này. Mời gõ lại tên, ví dụ: Cao Bằng
federation-not-found = Chưa tìm thấy LĐLĐ huyện, thành phố này. Nếu đó là tên xã, xin gõ tên huyện, ví dụ: Hà Quảng
federation-not-commune = Đó là tên xã, phường hoặc thị trấn. Mời gõ tên huyện, thành phố có xã ấy, ví dụ: Hà Quảng
union-not-above = Đó là tên của cấp trên, chưa phải tên CĐCS. Mời chọn trong danh sách, hoặc gõ một phần tên đơn vị, ví dụ: mầm non
union-not-found = Chưa tìm thấy CĐCS này. Mời gõ một phần tên đơn vị, ví dụ: mầm non; không có thì chọn “Không thấy đơn vị tôi”.

### == ảnh và tài liệu kèm theo ==

option-add-attachments = 📎 Thêm ảnh, tài liệu
ask-attachments = { $body }
attachments-none-yet =
    Anh/chị gửi ảnh hoặc tài liệu kèm theo: đến { $most } tệp, mỗi tệp đến { $megabytes } MB.
    Ví dụ: ảnh máy trước và sau khi cải tiến, bản vẽ PDF.
attachments-so-far =
    Đã nhận { $count }/{ $most } tệp:
    { $lines }
    Gửi thêm tệp nữa, hoặc bấm “Xong”.
attachment-line = { $number }. { $name }
attachment-unnamed = Tệp { $number }
option-no-attachment = Không kèm tệp
option-attachments-done = Xong
option-drop-attachment = Bỏ tệp { $number }
attachments-are-sent = Ở bước này anh/chị gửi ảnh hoặc tệp, không cần gõ chữ. Không kèm gì thì bấm “Không kèm tệp”; đã gửi đủ thì bấm “Xong”. Ví dụ: gửi một ảnh chụp máy
attachments-full = Sáng kiến này đã có đủ số tệp cho phép ({ $most } tệp). Muốn thay, anh/chị bỏ bớt một tệp rồi gửi tệp khác, ví dụ: Bỏ tệp 1
attachments-full-filed = Sáng kiến này đã có đủ số tệp cho phép ({ $most } tệp). Muốn thay, anh/chị gỡ các tệp cũ rồi gửi tệp mới, ví dụ: gõ /kem A7K2 gỡ (A7K2 là mã sáng kiến)
attachment-not-asked = Tệp này đến khi phần nhận tệp đã đóng nên chưa được kèm vào sáng kiến. Anh/chị gõ /kem rồi gửi lại tệp.
attachments-missing = Có { $count } tệp chưa kèm được vào sáng kiến { $code }: tệp không còn lưu, hoặc sáng kiến đã đủ số tệp. Anh/chị gõ /tep { $code } để xem, thiếu thì gửi lại bằng /kem { $code }
attachment-twice = Tệp “{ $name }” đã có trong danh sách rồi. Anh/chị gửi tệp khác, hoặc bấm “Xong”, ví dụ: gửi ảnh chụp phía khác
attachment-being-read = Đã nhận, đang lưu tệp…
help-attachments = Ảnh chụp (JPG, PNG), PDF, Word, Excel, PowerPoint đều được. Bot xóa vị trí chụp và thông tin máy khỏi ảnh, lưu tệp dưới dạng mã hóa; chỉ anh/chị và cán bộ công đoàn phụ trách mở được.
line-attachments = Tệp kèm theo
attachments-shown =
    { $count ->
        [0] không có
       *[other] { $count } tệp ({ $names })
    }
card-attached = • Tệp kèm theo: { $count } tệp
button-tep = 📎 Xem tệp
button-kem = 📎 Thêm tệp
attachments-follow = Sáng kiến { $code } có { $count } tệp kèm theo, bot đang gửi.
no-attachments = Sáng kiến { $code } không có tệp kèm theo.
attachment-shown = 📎 { $code } ({ $number }/{ $count }): { $name }
attachment-gone = Tệp { $number } của sáng kiến { $code } không còn lưu ở đây. Cần tệp này thì nhờ tác giả gửi lại: /kem { $code }
attachment-signature = 📎 { $code } ({ $number }/{ $count }): ảnh chữ ký của tác giả
attached = Đã thêm { $count } tệp vào sáng kiến { $code }. Cán bộ CĐCS được báo ngay.
attached-by-author = 📎 Tác giả đã thêm { $count } tệp vào sáng kiến { $code }.
button-detach = Gỡ các tệp này
ask-detach = Gỡ mọi ảnh, tài liệu khỏi sáng kiến { $code }? Tệp đã gỡ không lấy lại được; anh/chị gửi lại tệp khác lúc nào cũng được.
option-detach = Gỡ hết tệp
option-keep-files = Giữ lại
detached = Đã gỡ các tệp khỏi sáng kiến { $code }.
detaching-not = Các tệp vẫn được giữ.
detaching-too-late = Sáng kiến { $code } đã được xử lý nên không gỡ tệp được nữa. Cần gỡ thì anh/chị nhờ CĐCS: gõ /hotro
attaching-nothing = Không có tệp nào được thêm.
attaching-cancelled = Đã dừng, không thêm tệp nào.
attaching-too-late = Sáng kiến { $code } đã rút hoặc không được xác nhận nên không nhận thêm tệp. Cần hỏi thêm, anh/chị gõ /hotro
attach-to-which = Anh/chị muốn thêm tệp cho sáng kiến nào? Mời chọn sáng kiến, bấm “Thêm tệp”, rồi gửi tệp.
attachments-off = Chương trình này không nhận tệp kèm theo. Anh/chị mô tả bằng chữ trong phần nội dung nhé.
attachment-kind = Loại tệp này bot chưa nhận. Anh/chị gửi ảnh JPG, PNG, tệp PDF, Word, Excel hoặc PowerPoint, ví dụ: ban-ve.pdf
attachment-heic = Ảnh này kiểu HEIC của iPhone, nhiều máy không mở được. Anh/chị gửi dưới dạng ảnh thay vì tệp, hoặc chụp màn hình ảnh rồi gửi, ví dụ: chọn “Ảnh” khi đính kèm
attachment-old-office = Tệp này kiểu cũ (.doc, .xls, .ppt). Anh/chị mở tệp, chọn “Lưu thành” (Save As), chọn kiểu .docx, .xlsx, .pptx hoặc PDF rồi gửi lại, ví dụ: quy-trinh.docx
attachment-macros = Tệp này có macro nên bot không nhận. Anh/chị lưu lại thành .docx, .xlsx, .pptx hoặc PDF rồi gửi, ví dụ: quy-trinh.docx
attachment-locked = Tệp này đặt mật khẩu nên cán bộ sẽ không mở được. Anh/chị gửi bản không có mật khẩu, ví dụ: mở tệp, bỏ mật khẩu rồi lưu lại
attachment-broken = Tệp này bị hỏng hoặc chưa gửi trọn. Anh/chị mở tệp xem có được không, rồi gửi lại, ví dụ: lưu dưới tên khác
attachment-many-pages = Tệp TIFF này có nhiều trang, bot chỉ giữ được một. Anh/chị lưu thành PDF rồi gửi, ví dụ: ban-quet.pdf
attachment-too-many-points = Ảnh này quá lớn: bot nhận ảnh đến { $most } triệu điểm ảnh. Anh/chị gửi ảnh nhỏ hơn, ví dụ: chụp lại bằng điện thoại

### == giúp viết, ví dụ, giá trị làm lợi ==

button-write = Giúp tôi viết
button-vidu = Xem ví dụ
option-own-words = Tôi tự viết
writing-kept-text = Phần anh/chị vừa viết được giữ ở mục “Cách làm mới”.
ask-problem =
    Bước { $n }/{ $total }. Trước đây vướng mắc gì?
    Ví dụ: Ghi sổ tay nên dễ nhầm, tra cứu mất nửa buổi.
ask-solution =
    Bước { $n }/{ $total }. Anh/chị làm khác đi thế nào?
    Ví dụ: Dùng bảng tính tự báo ngày đến hạn.
ask-result =
    Bước { $n }/{ $total }. Kết quả ra sao: nhanh hơn, đỡ tốn, an toàn hơn?
    Ví dụ: Mỗi ngày bớt hai giờ, không còn sót trường hợp nào.
ask-benefit =
    Bước { $n }/{ $total }. Làm lợi được bao nhiêu tiền? Chưa tính được thì bỏ qua.
    Ví dụ: 15 triệu một năm
benefit-meant =
    { $amount } đồng ({ $words } đồng){ $period ->
        [month] {" "}mỗi tháng. Đúng không ạ?
        [year] {" "}mỗi năm. Đúng không ạ?
       *[once] . Đúng không ạ? Nếu là số tiền mỗi tháng hoặc mỗi năm, xin gõ lại, ví dụ: 15 triệu một năm
    }
benefit-shown =
    { $amount } đồng{ $period ->
        [month] {" "}mỗi tháng
        [year] {" "}mỗi năm
       *[once] {""}
    } ({ $words } đồng)
benefit-which = Số này có thể hiểu theo mấy cách. Mời bấm một nút dưới đây, hoặc gõ cả đơn vị, ví dụ: 15 triệu một năm
benefit-unreadable = Bot chưa nhận ra số tiền. Mời gõ số kèm đơn vị, ví dụ: 15 triệu một năm, 500 nghìn; chưa tính được thì gõ “bỏ qua”.
benefit-other-period = Bot ghi được số tiền một lần, mỗi tháng hoặc mỗi năm. Mời quy ra một trong các cách đó, ví dụ: 15 triệu một năm
benefit-too-much = Số tiền này lớn quá mức ghi được. Mời xem lại đơn vị, ví dụ: 15 triệu một năm
part-problem = Trước đây
part-solution = Cách làm mới
part-result = Kết quả
part-benefit = Giá trị làm lợi
part-empty = Câu trả lời cần có chữ hoặc số. Không có gì để ghi thì gõ “bỏ qua”, ví dụ: Ghi sổ tay nên dễ nhầm.
part-too-long = Phần này dài hơn { $limit } ký tự, quá nhiều cho một ý. Anh/chị gửi bản rút gọn, ví dụ: Ghi sổ tay nên dễ nhầm.
ask-composed = { $body }
composed-preview =
    Bài mô tả ghép từ các câu trả lời ({ $count }/{ $limit } ký tự):

    { $text }

    Dùng bài này, hay sửa phần nào? Gõ bài khác vào đây cũng được.
composed-drops =
    { $body }
    Nếu lấy đến hết câu cuối trong giới hạn, bài sẽ không còn phần: { $parts }. Muốn giữ đủ, anh/chị sửa cho ngắn phần dài nhất.
composed-empty = Cả bốn câu đều bỏ qua nên chưa có bài. Mời viết một phần, hoặc gõ cả bài vào đây, ví dụ: Nay tẽ ngô bằng máy, nhanh gấp ba.
composed-own-too-long = Bài anh/chị vừa gửi dài hơn giới hạn; bot vẫn giữ nguyên. Có thể chọn, ví dụ: gửi lại toàn văn.
option-use-text = Dùng bài này
option-edit-part = Sửa: { $label }
option-write-again = Viết lại từ đầu
option-add-benefit = Thêm giá trị làm lợi
line-problem = Vấn đề trước đây
line-solution = Cách làm mới
line-result = Kết quả
line-score = Điểm
line-reason = Lý do
line-benefit = Giá trị làm lợi
help-writing = Mỗi câu chỉ cần một, hai câu ngắn; gõ “bỏ qua” nếu không có, “quay lại” để về câu trước, “Tôi tự viết” để gõ cả bài. Cuối cùng bot ghép lại cho anh/chị xem trước khi dùng.
help-benefit = Ghi số tiền tiết kiệm hoặc làm thêm được, một lần, mỗi tháng hoặc mỗi năm. Gõ thế nào cũng được: 15 triệu, 1,2 tỷ/năm, 500k một tháng. Chưa tính được thì gõ “bỏ qua”.
example-production = Trước đây tẽ ngô bằng tay, mỗi ngày được hai tạ. Nay dùng máy tự chế từ mô tơ cũ, mỗi ngày được bảy tạ, bớt hai công.
example-new-product = Trước đây chỉ bán chè búp khô. Nay làm thêm chè túi lọc từ chè vụn, mỗi tháng bán được 300 hộp, không phải bỏ chè vụn.
example-safety = Trước đây máy cưa không có tấm che, có người bị xước tay. Nay lắp tấm che và công tắc đạp chân, sáu tháng chưa có tai nạn nào.
example-administration = Trước đây người dân phải đến hai lần để lấy giấy xác nhận. Nay nhận hồ sơ qua điện thoại, hẹn giờ trả, chỉ đến một lần, bớt 20 phút chờ.
example-party = Trước đây tài liệu sinh hoạt chi bộ in 40 bản mỗi kỳ. Nay gửi bản điện tử trước ba ngày, ý kiến gửi lại bằng phiếu điện tử, bớt giấy và họp gọn hơn.
example-management = Trước đây chấm công bằng sổ, cuối tháng cộng mất hai ngày. Nay các tổ chấm trên bảng tính chung, cuối tháng có ngay số liệu, không còn sai lệch.
example-health = Trước đây theo dõi tiêm chủng bằng sổ, hay sót trẻ đến hẹn. Nay dùng bảng tính tự báo ngày hẹn, tỷ lệ tiêm đúng lịch tăng từ 86% lên 97%.
example-education = Trước đây trẻ ít nói khi học tiếng Việt. Nay làm góc kể chuyện bằng rối từ vải vụn, sau hai tháng, 25 trong 28 trẻ mạnh dạn kể lại câu chuyện.
example-other = Trước đây đèn hành lang bật cả đêm. Nay lắp cảm biến, có người mới sáng, mỗi tháng bớt khoảng 400 nghìn đồng tiền điện.
example-shown =
    Ví dụ cho lĩnh vực { $field }:

    { $text }
example-which = Ví dụ cho lĩnh vực nào? Mời bấm một nút, hoặc gõ sau lệnh, ví dụ: /vidu y tế
button-vidu-others = Lĩnh vực khác…
button-vidu-edit = Sửa ví dụ theo lĩnh vực
example-line = • { $field }: { $is_own ->
        [yes] ví dụ riêng
       *[no] ví dụ có sẵn
    }
examples-set =
    Khi gõ /vidu, người của { $place } thấy:
    { $lines }
    Muốn đổi lĩnh vực nào, đồng chí bấm nút, hoặc gõ theo mẫu, ví dụ: /vidu sửa y tế
example-not-for-you = Chỉ cán bộ LĐLĐ đổi được ví dụ. Muốn xem ví dụ, gõ /vidu
example-field-unknown = Không có lĩnh vực này. Đồng chí bấm nút, hoặc gõ theo mẫu, ví dụ: /vidu sửa y tế
ask-example =
    { $place }, lĩnh vực { $field }. Mời đồng chí gõ ví dụ mới, một đoạn ngắn, không nêu tên người.
    Đang hiện: { $current }{ $is_own ->
        [yes] {" "}Muốn về ví dụ có sẵn, gõ: xóa
       *[no] {""}
    }
option-example-default = Dùng ví dụ có sẵn
example-wrong = Ví dụ cần có chữ và dài nhiều nhất { $limit } ký tự. Mời đồng chí gõ lại, ví dụ: Trước đây ghi sổ tay, nay dùng bảng tính, mỗi ngày bớt hai giờ.
example-set =
    Đã ghi. { $place }, lĩnh vực { $field }, nay cho hiện:

    { $text }
help-example = Ai thuộc địa bàn gõ /vidu hoặc bấm “Xem ví dụ” sẽ thấy đoạn này. Nên viết hai, ba câu: trước đây, cách làm mới, kết quả có con số. Không ghi tên người thật.
report-benefit =
    Làm lợi { $amount } đồng{ $period ->
        [month] {" "}mỗi tháng
        [year] {" "}mỗi năm
       *[once] {""}
    }

### == sau khi gửi ==

submitted =
    ✅ Đã nhận sáng kiến “{ $title }”. Cảm ơn anh/chị!
    Mã biên nhận: { $code }
    Thời gian: { $at }
    Việc tiếp theo: CĐCS xem xét và xác nhận; có kết quả, bot báo anh/chị ngay tại đây.
submitted-unresolved =
    ✅ Đã nhận sáng kiến “{ $title }”. Cảm ơn anh/chị!
    Mã biên nhận: { $code }
    Thời gian: { $at }
    Việc tiếp theo: LĐLĐ cấp trên tìm đúng CĐCS của anh/chị và xem xét; có kết quả, bot báo anh/chị ngay tại đây.
resubmitted =
    ✅ Đã gửi lại sáng kiến { $code }{ $changed ->
        [0] , giữ nguyên như cũ. Có
       *[other] . Cán bộ công đoàn sẽ thấy những chỗ anh/chị vừa sửa; có
    } kết quả, bot báo anh/chị ngay.
which-sua =
    Anh/chị muốn sửa sáng kiến nào? Bấm mã dưới đây.
    { $lines }
revision-gone = Sáng kiến này hiện không chờ bổ sung. Muốn xem tình trạng, anh/chị gõ /theodoi
revision-cancelled = Chưa có gì được gửi lại. Yêu cầu bổ sung vẫn còn đó; muốn làm tiếp, anh/chị gõ /theodoi
nothing-filed = Anh/chị chưa nộp sáng kiến nào. Mời bấm nút dưới đây để bắt đầu.
tracked =
    Sáng kiến của anh/chị ({ $count }):
    { $lines }
track-line =
    • { $code } · { $title }
      { $status }
track-card =
    Sáng kiến { $code }
    Tình trạng: { $status }

    { $lines }
no-such-code = Không tìm thấy mã { $code }. Xin kiểm tra lại từng ký tự, ví dụ một mã: A7K2-9QXM
status-submitted = Đang chờ xác nhận (nộp lúc { $at })
status-changes-requested = Cần bổ sung ({ $by }, { $at }): { $reason }
status-confirmed = Đã được xác nhận ({ $by }, { $at }), chưa có ý kiến đồng ý của thủ trưởng, người sử dụng lao động
status-confirmed-valid = Hợp lệ: đã được xác nhận ({ $by }, { $at }); đồng ý áp dụng: { $agreement }
status-rejected = Không được xác nhận ({ $by }, { $at }): { $reason }
status-withdrawn = Đã rút
ask-withdraw = Anh/chị chắc chắn muốn rút sáng kiến { $code }? Rút rồi thì không khôi phục được.
option-withdraw = Rút sáng kiến
option-keep-filed = Không rút
withdrawn = Đã rút sáng kiến { $code }. Muốn nộp sáng kiến khác, anh/chị gõ /nop
withdraw-not = Sáng kiến vẫn được giữ nguyên, không có gì thay đổi.
withdraw-too-late = Sáng kiến này đã có quyết định nên không rút được nữa. Cần trợ giúp, anh/chị gõ /hotro
withdrawn-already = Sáng kiến này anh/chị đã rút rồi. Muốn nộp sáng kiến khác, anh/chị gõ /nop
which-rut =
    Anh/chị muốn rút sáng kiến nào? Bấm mã dưới đây.
    { $lines }
withdraw-nothing = Hiện không có sáng kiến nào rút được: chỉ rút được sáng kiến chưa có quyết định.
author-confirmed = 🎉 Chúc mừng anh/chị! Sáng kiến { $code } “{ $title }” đã được { $by } xác nhận. Còn chờ ý kiến đồng ý áp dụng của thủ trưởng hoặc người sử dụng lao động; anh/chị không phải làm gì thêm.
author-confirmed-valid = 🎉 Chúc mừng anh/chị! Sáng kiến { $code } “{ $title }” đã được { $by } xác nhận và có ý kiến đồng ý áp dụng. Hồ sơ hợp lệ.
author-agreement = 🎉 Sáng kiến { $code } “{ $title }” đã có ý kiến đồng ý áp dụng ({ $agreement }). Hồ sơ hợp lệ.
author-resolved = Đơn vị mà anh/chị ghi là “{ $name }” nay đã được ghi là: { $place }. Anh/chị không phải làm gì thêm; có kết quả, bot báo anh/chị ngay tại đây.
author-unresolved = Đơn vị mà anh/chị ghi là “{ $name }” nay lại được ghi đúng như vậy: lần đối chiếu trước chưa đúng, cán bộ đang xem lại. Anh/chị không phải làm gì thêm.
author-rejected =
    Sáng kiến { $code } “{ $title }” lần này chưa được xác nhận.
    Lý do ({ $by }): { $reason }
    Cảm ơn anh/chị đã gửi. Anh/chị vẫn có thể nộp sáng kiến khác bằng lệnh /nop
author-changes =
    Sáng kiến { $code } “{ $title }” cần bổ sung một chút:
    { $lines }
    Ý kiến của { $by }: { $reason }
    Anh/chị chỉ cần sửa những mục trên rồi gửi lại: bấm “Sửa ngay”, hoặc gõ /sua { $code }

# Trong mẫu tin đã được nền tảng duyệt: kết quả của một sáng kiến, không quá 30 ký tự.
notice-confirmed = đã được xác nhận
notice-confirmed-valid = đã xác nhận, hồ sơ hợp lệ
notice-agreement = đã có ý kiến đồng ý áp dụng
notice-rejected = chưa được xác nhận
notice-changes = cần bổ sung

### == xác nhận ==

decision-card =
    📄 Sáng kiến { $code } chờ xác nhận

    { $lines }
decision-card-changed =
    📄 Sáng kiến { $code } đã được tác giả sửa và gửi lại

    { $lines }
card-entered =
    • Nhập hộ bởi { $name }; { $consent ->
        [account] tác giả đã xác nhận trên điện thoại của mình
        [signature] có ảnh chữ ký của tác giả
       *[list] CĐCS giữ danh sách có chữ ký của tác giả
    }
card-alike = • Gần giống: { $codes }
decision-card-closed =
    📄 Sáng kiến { $code }
    { $status }

    { $lines }
card-closed = Sáng kiến { $code }: { $mark }
card-confirm = đã được { $by } xác nhận lúc { $at }
card-reject = { $by } không xác nhận lúc { $at }
card-request-changes = { $by } đã yêu cầu bổ sung lúc { $at }
card-withdrawn = tác giả đã rút
card-resolved = đã được ghép vào { $place }
card-referred = đã được chuyển tới { $place } để tìm đúng CĐCS
button-confirm = ✅ Xác nhận
button-request-changes = ✏️ Yêu cầu bổ sung
button-reject = ⛔ Từ chối
button-compare = 🔍 So sánh
compared =
    So sánh { $older } (nộp trước) và { $newer } (nộp sau), { $author }: giống nhau khoảng { $share }%.

    Tên sáng kiến: { $title }
    Mô tả: { $description }

    Dấu [−…−]: chỉ có ở bản nộp trước; dấu [+…+]: chỉ có ở bản nộp sau; dấu “…” thay cho đoạn giống hệt. Giống nhau không có nghĩa là sao chép: đồng chí xem và tự quyết định.
compared-one-author = cùng một người nộp
compared-two-authors = hai người nộp
compared-with-nothing = Trong CĐCS không có sáng kiến nào gần giống { $code }.
button-agreement = Bổ sung ý kiến đồng ý
button-next-waiting = Sáng kiến tiếp theo
signature-of-place = BCH { $place }
queue =
    Có { $count } sáng kiến chờ xác nhận{ $rest ->
        [0] {""}:
       *[other] . { $shown } sáng kiến đầu:
    }
    { $lines }
    Mời đồng chí bấm nút trên thẻ dưới đây, hoặc gõ, ví dụ: duyệt 1-3 trừ 2
queue-line = { $n }. { $code } · { $title } · { $name }
waiting-digest = { $count } sáng kiến đang chờ đồng chí duyệt. Đồng chí bấm nút bên dưới hoặc gõ /duyet, bot đưa lần lượt từng sáng kiến.
queue-goes-on =
    { $said }
    Còn { $count } sáng kiến đang chờ; sáng kiến tiếp theo:
queue-over =
    { $said }
    Không còn sáng kiến nào chờ đồng chí.
nothing-waiting = Hiện không có sáng kiến nào chờ đồng chí xác nhận.
numbers-off-list = Danh sách có { $last } sáng kiến. Mời đồng chí gõ lại, ví dụ: duyệt 1-3 trừ 2
code-ambiguous = Có nhiều mã bắt đầu như vậy: { $codes }. Mời đồng chí gõ đủ 8 ký tự, ví dụ một mã: A7K2-9QXM
card-outdated = Tác giả đã sửa sáng kiến này sau khi thẻ được gửi. Đây là bản mới:
already-decided =
    Sáng kiến { $code } đã xử lý rồi.
    { $status }
agreement-after-confirming = Sáng kiến { $code } còn chờ xác nhận. Đồng chí bấm “Xác nhận” trên thẻ dưới đây, bot hỏi ý kiến đồng ý ngay lúc ấy.
decide-not-yours = Sáng kiến này không thuộc phạm vi đồng chí phụ trách. Cần trợ giúp, đồng chí gõ /hotro
decide-own = Đây là sáng kiến của chính đồng chí, nên cán bộ khác hoặc LĐLĐ cấp trên sẽ xác nhận.
decide-left-to-union = CĐCS này đã có cán bộ xác nhận, xin để CĐCS xử lý. Đồng chí theo dõi bằng lệnh /report cho
ask-agreed = Thủ trưởng hoặc người sử dụng lao động đã đồng ý cho áp dụng chưa? ({ $count } sáng kiến: { $codes })
option-agreed = Đã đồng ý
option-not-agreed = Chưa, xác nhận trước
agreed-not-yet-meant = Chưa có ý kiến đồng ý áp dụng. Đồng chí vẫn xác nhận { $codes } trước, bổ sung ý kiến sau, đúng không ạ?
ask-employer =
    Ai đã đồng ý? Mời đồng chí ghi họ tên và chức vụ, cách nhau bằng dấu phẩy.
    Ví dụ: Nguyễn Văn A, Giám đốc
ask-agreed-on =
    Đồng ý ngày nào?
    Ví dụ: 5/4/2021
option-today = Hôm nay
ask-what-to-change = Tác giả { $codes } cần sửa mục nào? Mời đồng chí chọn một hay nhiều mục rồi bấm “Xong”, hoặc gõ số, ví dụ: 1, 2
option-done = Xong
ask-reason = Lý do gửi tác giả { $codes }? Mời đồng chí chọn một câu, hoặc gõ lý do, ví dụ: Nêu rõ số giờ tiết kiệm được.
reason-meant =
    Gửi tác giả lý do “{ $reason }” và { $verb ->
        [reject] từ chối
       *[other] yêu cầu bổ sung
    } { $codes }, đúng không ạ?
reason-unclear = Xin nói rõ hơn cách làm.
reason-no-result = Xin bổ sung kết quả đạt được.
reason-wrong-unit = Xin kiểm tra lại đơn vị công tác.
reason-more-figures = Xin bổ sung số liệu trước và sau khi áp dụng.
reason-duplicate = Trùng với một sáng kiến đã nộp.
reason-not-applied = Chưa được áp dụng trong thời gian của chương trình.
reason-not-initiative = Nội dung chưa phải là sáng kiến, giải pháp.
reason-not-our-union = Tác giả không thuộc CĐCS này.
decided-confirm = ✅ Đã xác nhận { $count } sáng kiến: { $codes }. Tác giả được báo ngay.
decided-request-changes = Đã gửi yêu cầu bổ sung cho { $codes }. Tác giả được báo ngay.
decided-reject = Đã từ chối { $codes }. Tác giả được báo kèm lý do.
decided-agreement = ✅ Đã ghi ý kiến đồng ý áp dụng cho { $codes }. Tác giả được báo ngay.
decision-cancelled = Đã dừng, bot chưa ghi gì thêm: sáng kiến vẫn như trước. Muốn xem những sáng kiến đang chờ, đồng chí gõ /duyet
help-agreement = Hồ sơ chỉ hợp lệ khi thủ trưởng hoặc người sử dụng lao động đồng ý cho áp dụng. Chưa có thì đồng chí cứ xác nhận trước, bổ sung sau.
help-what-to-change = Tác giả chỉ sửa được những mục đồng chí chọn. Chọn xong, đồng chí bấm “Xong”.
help-reason = Lý do được gửi nguyên văn cho tác giả, xin viết ngắn và rõ, từ 5 đến 500 ký tự.

### == vai trò, mã mời, mã QR ==

role-executive = Cán bộ BCH CĐCS
role-staff = Cán bộ LĐLĐ
role-operator = Người vận hành
ask-introduction =
    { $kind ->
        [operator] Anh/chị được mời làm người vận hành của hệ thống này. Xin cho biết họ và tên.
       *[other] Đồng chí được mời với vai trò: { $role }, { $place }. Xin cho biết họ và tên để ghi vào các quyết định.
    }
    Ví dụ: Trần Thị B
welcome-executive = Chào đồng chí { $name }! Từ nay đồng chí xác nhận sáng kiến của { $place }. Sáng kiến mới sẽ được gửi tới đây; xem những sáng kiến đang chờ bằng lệnh /duyet
welcome-staff = Chào đồng chí { $name }! Đồng chí đã là cán bộ của { $place }. Gõ /report để xem báo cáo, /nhap để nhập danh sách CĐCS, /moi để mời cán bộ, /huongdan để xem cách làm.
welcome-operator = Chào anh/chị { $name }! Từ nay máy chủ có việc cần xem thì bot báo ở đây, và báo lại khi đã ổn. Xem tình trạng hệ thống lúc nào cũng được: gõ /ops
invitation-held-already = Vai trò mà mã này trao, anh/chị đã có rồi.
link-unusable = Mã này không đúng. Xin kiểm tra lại từng ký tự, ví dụ một mã: M5N8-P3RK; hoặc gõ /nop để nộp sáng kiến không cần mã.
link-used = Mã này đã được dùng rồi, mỗi mã mời chỉ dùng một lần; xin nơi đã mời một mã mới. Nộp sáng kiến thì không cần mã, chỉ cần gõ /nop
link-expired = Mã này đã hết hạn. Xin nơi đã gửi một mã mới; nộp sáng kiến thì không cần mã, chỉ cần gõ /nop
link-revoked = Mã này đã bị thu hồi. Xin hỏi lại nơi đã gửi; nộp sáng kiến thì không cần mã, chỉ cần gõ /nop
link-closed = Đơn vị trong mã mời này đã ngừng hoạt động hoặc đã sáp nhập, nên mã không dùng được nữa. Xin hỏi lại nơi đã gửi; nộp sáng kiến thì không cần mã, chỉ cần gõ /nop
codes-held-back = Đã có nhiều mã không đúng liên tiếp, nên mã mời tạm dừng nhận trong một giờ. Việc nộp và theo dõi sáng kiến vẫn như thường: gõ /nop hoặc /theodoi
ask-invite-role = Đồng chí mời ai? Xem mã mời đang chờ: /moi ds · CĐCS chưa có người duyệt: /canbo thieu
ask-invite-organisation = Mời cho đơn vị nào? Đồng chí bấm nút, hoặc gõ tên để tìm, ví dụ: mầm non
ask-import-file = Đồng chí gửi tệp danh sách CĐCS (.xlsx hoặc .csv). Bot kiểm tra trước, chưa ghi gì.
ask-import-apply = Danh sách đúng hết: { $new } CĐCS mới, { $changed } thay đổi, { $unchanged } giữ nguyên. Áp dụng?
ask-bulk-file = Đồng chí gửi tệp danh sách sáng kiến (.xlsx hoặc .csv), mỗi dòng một sáng kiến. Bot kiểm tra trước, chưa nộp gì.
ask-bulk-place = Danh sách này là của CĐCS nào?
ask-bulk-apply =
    Danh sách đúng hết: { $new } sáng kiến mới của { $authors } tác giả, { $of }.{ $there ->
        [0] { "" }
       *[other] { " " }{ $there } sáng kiến đã được nộp từ trước, không nộp lại.
    }
    { $declaration }
place-not-in-scope = Không tìm thấy đơn vị này trong phạm vi đồng chí phụ trách. Mời đồng chí gõ lại tên, ví dụ: mầm non
place-closed = Đơn vị này đã ngừng hoạt động, nên không mời thêm người và không cần mã QR nữa. Nếu nhầm, xin báo LĐLĐ cấp trên.
invitation-ready =
    Mã mời { $role }, { $place }: { $code }
    Dùng một lần, đến { $until }. Đồng chí chuyển tin này cho người được mời; { $how }
    { $links }
invitation-by-link = người đó quét mã QR, bấm liên kết, hoặc nhắn mã cho bot.
invitation-by-code = người đó nhắn mã cho bot, hoặc gửi bot ảnh mã QR.
invitation-open-already = Đang có mã mời { $role }, { $place } chưa dùng: { $codes }. Bot tạo thêm một mã mới. Mã không cần nữa, đồng chí thu hồi trong danh sách: /moi ds
invitation-revoked = Đã thu hồi mã mời { $role }, { $place } ({ $code }). Mã này không dùng được nữa.
no-such-invitation = Không có mã mời nào đang chờ bắt đầu như vậy trong phạm vi đồng chí phụ trách. Mời đồng chí xem danh sách, ví dụ gõ: /moi ds
button-invitations = Mã mời đang chờ
button-revoke-invitation = Thu hồi mã này
newcomer-invited =
    🔔 { $name } vừa trở thành { $role } của { $place } qua lời mời của { $by }.
    { $advice }
newcomer-asked =
    🔔 { $name } vừa trở thành { $role } của { $place }; người chấp nhận: { $by }.
    { $advice }
newcomer-remove = Nếu không đúng người, đồng chí gỡ quyền ngay bằng nút dưới đây.
newcomer-report = Nếu không đúng người, đồng chí báo ngay LĐLĐ cấp trên.
by-operator = người vận hành hệ thống
person-unnamed = Cán bộ chưa ghi tên
ask-qr-organisation = Mã QR của đơn vị nào? Đồng chí bấm nút, hoặc gõ tên để tìm, ví dụ: mầm non
units = Đồng chí chọn một CĐCS để đổi tên, sáp nhập, đóng hoặc hoàn tác; hoặc gõ /donvi kèm tên để tìm, ví dụ: /donvi mầm non
units-found = Có { $count } đơn vị phù hợp. Đồng chí chọn đơn vị cần sửa:
units-closed = Các CĐCS đã ngừng hoặc đã sáp nhập, mới nhất trước. Đồng chí chọn để mở lại hoặc hoàn tác:
units-closed-none = Chưa có CĐCS nào ngừng hoạt động trong phạm vi đồng chí phụ trách.
units-none = Chưa có CĐCS nào trong phạm vi đồng chí phụ trách. Đồng chí gõ /nhap để nhập danh sách.
button-units-more = Xem thêm đơn vị
button-units-closed = Đơn vị đã ngừng
unit-over = { $place } (đã ngừng)
ask-unit-act =
    { $place }: { $status }
    Đồng chí muốn làm gì?
unit-is-active = đang hoạt động
unit-is-closed = đã ngừng hoạt động
unit-is-merged = đã sáp nhập vào { $other }
unit-do-rename = Đổi tên
unit-do-merge = Sáp nhập vào đơn vị khác
unit-do-close = Ngừng hoạt động
unit-do-reopen = Mở lại
unit-do-undo = Hoàn tác thay đổi gần nhất
button-unit-undo = Hoàn tác
unit-not-by-staff = Thay đổi gần nhất do người vận hành thực hiện, nên chỉ người vận hành hoàn tác được. Cần trợ giúp, xin gõ /hotro
ask-unit-name = Tên mới của đơn vị là gì? Ví dụ: Trường Mầm non Hoa Sen
ask-unit-other = Sáp nhập { $place } vào đơn vị nào? Đồng chí bấm nút, hoặc gõ tên để tìm, ví dụ: mầm non
unit-merge-itself = Đây chính là đơn vị cần sáp nhập. Mời đồng chí gõ tên đơn vị nhận, ví dụ: mầm non
ask-unit-sure = { $what } Đồng chí đồng ý không?
unit-yes = Đồng ý
unit-no = Không
unit-left = Không có gì thay đổi.
unit-sure-rename = Đổi tên { $place } thành { $name }. Sáng kiến đã nộp giữ tên cũ; tên cũ vẫn tìm được.
unit-sure-merge = Sáp nhập { $place } vào { $other }: { $initiatives } sáng kiến ({ $waiting } đang chờ duyệt) và { $executives } cán bộ chuyển sang; mã QR và tên cũ dẫn tới đơn vị mới. Có thể hoàn tác.
unit-sure-close = Ngừng { $place }: không ai chọn đơn vị này được nữa. { $initiatives } sáng kiến đã nộp vẫn còn; { $executives } cán bộ vẫn duyệt nốt { $waiting } sáng kiến đang chờ. Có thể mở lại.
unit-sure-reopen = Mở lại { $place } để mọi người chọn được.
unit-sure-undo = Hoàn tác: { $what }. Việc phát sinh từ đó đến nay vẫn giữ nguyên.
unit-was-added = thêm { $place } ({ $day })
unit-was-renamed = đổi tên thành { $place } ({ $day })
unit-was-closed = ngừng { $place } ({ $day })
unit-was-reopened = mở lại { $place } ({ $day })
unit-was-moved = chuyển { $place } về { $other } ({ $day })
unit-was-merged = sáp nhập { $place } vào { $other } ({ $day })
unit-done-added = Đã thêm { $place } dưới { $other }.
unit-done-renamed = Đã đổi tên { $place } thành { $name }.
unit-done-closed = Đã ngừng { $place }.
unit-done-reopened = Đã mở lại { $place }.
unit-done-moved = Đã chuyển { $place } về { $other }.
unit-done-merged = Đã sáp nhập { $place } vào { $other }: chuyển { $initiatives } sáng kiến, { $roles } vai trò, { $children } đơn vị bên dưới; { $ended } vai trò kết thúc.
unit-done-undone = Đã hoàn tác: { $what }.
unit-told-renamed = { $place } từ nay có tên là { $name }.
unit-told-closed = { $place } đã được ghi nhận là ngừng hoạt động, nên không nhận thêm sáng kiến. Đồng chí vẫn duyệt được { $waiting } sáng kiến đang chờ. Nếu nhầm, xin báo LĐLĐ cấp trên.
unit-told-reopened = { $place } đã được mở lại và nhận sáng kiến như trước.
unit-told-moved = { $place } từ nay trực thuộc { $other }.
unit-told-merged = { $place } đã sáp nhập vào { $other }. Đồng chí duyệt chung cho đơn vị mới, hiện có { $waiting } sáng kiến đang chờ.
unit-staff-merged = { $place } đã sáp nhập vào { $other }. Hai nơi cùng cấp thì vai trò của đồng chí chuyển sang nơi mới; khác cấp thì vai trò ở nơi cũ kết thúc. Xem việc của mình: /start
unit-told-undone = LĐLĐ cấp trên đã hoàn tác: { $what }. Mọi việc trở lại như trước đó.
unit-refused-unknown = Không tìm thấy đơn vị này nữa. Mời đồng chí xem lại: /donvi
unit-refused-not-active = Đơn vị này đã ngừng hoạt động nên không đổi được. Mời đồng chí xem: /donvi dong
unit-refused-active = Đơn vị này đang hoạt động, không cần mở lại.
unit-refused-merged = Đơn vị này đã sáp nhập; đồng chí chọn “Hoàn tác” để tách ra.
unit-refused-itself = Hai đơn vị là một, nên không có gì để chuyển. Mời chọn đơn vị khác.
unit-refused-kind = Hai đơn vị khác cấp, không thể chuyển như vậy. Mời chọn đơn vị cùng cấp.
unit-refused-loop = Nơi nhận đang ở bên dưới chính đơn vị này. Mời chọn nơi khác.
unit-refused-too-deep = Chuyển như vậy thì quá nhiều cấp. Mời chọn cấp trên gần cấp tỉnh hơn.
unit-refused-has-children = Bên dưới còn đơn vị đang hoạt động; hãy sáp nhập hoặc chuyển các đơn vị đó trước.
unit-refused-parent-closed = Cấp trên của đơn vị này đã ngừng hoạt động; hãy mở lại hoặc đổi cấp trên trước.
unit-refused-same-name = Tên mới giống hệt tên đang dùng, nên không có gì thay đổi.
unit-refused-name-taken = Cùng cấp trên đã có một đơn vị tên như vậy; nếu là một, đồng chí chọn “Sáp nhập”.
unit-refused-code-taken = Mã này đã thuộc về một đơn vị khác. Mời đặt mã khác, ví dụ: 04.045.002
unit-refused-nothing = Không có thay đổi nào để hoàn tác.
unit-refused-later-change = Sau đó đã có thay đổi khác của chính đơn vị này; đồng chí hoàn tác thay đổi mới hơn trước.
option-posters-of = 🗂 Trọn bộ tờ QR: { $place }
ask-qr-form = Mã QR của { $place }: đồng chí cần bản nào?
option-qr-pdf = PDF: tờ A4 để in
option-qr-png = PNG: ảnh để gửi vào nhóm
option-qr-svg = SVG: bản vẽ cho nhà in
option-qr-renew = Thu hồi mã, làm mã mới
ask-renew-code = Thu hồi mã QR của { $place }? Những tờ đã dán sẽ không điền sẵn đơn vị nữa; đồng chí cần in và dán tờ mới.
option-renew-code = Thu hồi, làm mã mới
option-keep-code = Giữ mã cũ
qr-code-kept = Không có gì thay đổi, mã cũ vẫn dùng như trước.
qr-code-renewed = Đã thu hồi mã cũ của { $place }. Mã mới: { $code }. Ai quét tờ cũ sẽ được báo là tờ đã cũ và tự chọn đơn vị. Tờ mới ở tin dưới đây, nhờ đồng chí in và dán thay.
qr-png =
    Mã QR của { $place }.
    Đồng chí gửi ảnh này vào nhóm của đơn vị: ai quét sẽ nộp được sáng kiến, đơn vị đã điền sẵn.
    Mã để gõ tay: { $code }
qr-svg =
    Mã QR của { $place }, bản vẽ phóng to bao nhiêu cũng nét. Đồng chí gửi tệp này cho nhà in, nhớ chừa viền trắng quanh mã.
    Mã để gõ tay: { $code }
qr-pdf =
    Tờ A4 của { $place }. Đồng chí in đen trắng cũng được, in đúng cỡ (100%), dán ở bảng tin: đứng cách 2 mét vẫn quét được.
    Mã để gõ tay: { $code }
posters-none = Danh bạ chưa có CĐCS nào thuộc { $place }, nên chưa có tờ nào để làm.
posters-no-part = Bộ tờ QR của { $place } chỉ có { $parts } phần. Đồng chí gõ /qr để chọn lại.
posters-begun = Đang làm { $total } tờ QR của { $place }{ $parts ->
        [1] {""}
       *[other] {" "}(phần { $part }/{ $parts })
    }. Đồng chí cứ làm việc khác, xong bot gửi tệp vào đây.
posters-under-way = Bot đang làm một bộ tờ QR cho đồng chí. Nhận được tệp rồi, đồng chí hãy yêu cầu bộ tiếp theo.
posters-progress = Tờ QR của { $place }: đã làm { $done }/{ $total }.
posters-made = Tờ QR của { $place }: đã làm xong { $total }/{ $total }. Tệp ở tin dưới đây.
posters-ready =
    Trọn bộ tờ QR của { $place }: { $count } CĐCS{ $parts ->
        [1] {""}
       *[other] {" "}(phần { $part }/{ $parts })
    }.
    Giải nén tệp: in-tat-ca.pdf để in một lượt; mỗi CĐCS một tờ A4 (PDF) và một ảnh (PNG) để gửi vào nhóm; danh-sach.xlsx ghi mã và địa chỉ của từng CĐCS.
posters-failed = Xin lỗi, bot chưa làm được bộ tờ QR của { $place }. Đồng chí gõ /qr để thử lại, hoặc /hotro để được giúp.
posters-gone = Tệp này để quá 24 giờ nên không còn nữa. Đồng chí gõ /qr để lấy lại.
button-posters-part = Lấy phần { $part }/{ $parts }
button-posters-stop = Dừng làm
posters-stopped = Đã dừng làm bộ tờ QR. Mã của các CĐCS không thay đổi.
posters-not-under-way = Hiện không có bộ tờ QR nào đang làm. Muốn lấy mã QR, đồng chí gõ /qr
posters-sheet = Danh sách
posters-column-number = STT
posters-column-organisation = Mã CĐCS
posters-column-name = Tên CĐCS
posters-column-above = Công đoàn cấp trên
posters-column-code = Mã ngắn
posters-column-address = Địa chỉ
posters-column-file = Tệp
poster-outdated = Tờ QR này đã cũ, mã in trên đó không còn dùng nữa. Anh/chị vẫn nộp được như thường: khi bot hỏi đơn vị, xin gõ tên đơn vị để tìm.
poster-call = Quét mã để nộp sáng kiến
poster-period = Nhận sáng kiến từ { $opens } đến { $closes }
poster-scan = Mở Zalo hoặc máy ảnh, quét mã ở trên.
poster-choose = Chọn nơi trò chuyện: { $ways }.
poster-open = Bấm vào đường dẫn hiện ra để trò chuyện với bot.
poster-ways = { $ways } hoặc trang web
poster-web = ngay trên trang web
poster-answer = Trả lời từng câu, khoảng ba phút; đơn vị đã được điền sẵn.
poster-code = Mã đơn vị
poster-type-there = Không quét được? Mở trang
poster-type-code = rồi gõ mã bên cạnh.
poster-send-code = rồi nhắn mã bên cạnh.
reminders = { $lines }
reminders-now = Bot đang nhắc cán bộ của { $count } CĐCS chưa có sáng kiến.
reminders-later = Để không phiền mọi người ban đêm, bot sẽ nhắc cán bộ của { $count } CĐCS chưa có sáng kiến từ { $at }.
reminders-nobody = Chưa nhắc được ai.
reminders-not-needed = CĐCS nào cũng đã có sáng kiến, nên không cần nhắc.
reminders-too-late = Chương trình “{ $name }” đã ngừng nhận sáng kiến, nên bot không gửi lời nhắc nữa.
reminder-no-initiative = { $place } chưa có sáng kiến nào trong chương trình “{ $name }”. Nhờ đồng chí động viên anh/chị em nộp trước { $closes }.

### == ghép đơn vị tự nhập vào CĐCS ==

resolve-notice =
    Có { $count } đơn vị do tác giả tự nhập đang chờ đồng chí ghép vào CĐCS:
    { $lines }
    Mời đồng chí bấm nút dưới đây, hoặc gõ /ghepdonvi
resolve-notice-line = • “{ $name }”: { $count } sáng kiến
resolve-notice-more = …
ask-resolve =
    { $left }
    { $place }: tác giả ghi đơn vị là “{ $name }” ({ $count ->
        [0] đồng nghiệp vừa xử lý
       *[other] { $count } sáng kiến, { $authors } tác giả
    }).
    { $spellings }
    Đây là CĐCS nào? Đồng chí bấm nút, hoặc gõ một phần tên để tìm, ví dụ: mầm non
resolve-left = Còn { $count } đơn vị chờ ghép.
resolve-left-or-more = Còn hơn { $count } đơn vị chờ ghép.
resolve-spellings = Cũng được ghi là: { $names }
option-resolve-new = ➕ Tạo CĐCS mới
option-resolve-refer = ↪ Chuyển huyện khác
option-resolve-later = Để sau
resolve-not-found = Chưa tìm thấy CĐCS này trong phạm vi đồng chí phụ trách. Đồng chí gõ lại một phần tên, ví dụ: mầm non; chưa có trong danh sách thì chọn “Tạo CĐCS mới”.
help-resolve = Chọn một CĐCS: mọi sáng kiến ghi đơn vị này được ghép vào đó một lượt, cán bộ CĐCS và tác giả được báo ngay, tên đã gõ được ghi nhớ. Bấm nhầm thì hoàn tác được trong một giờ. Chưa rõ thì chọn “Để sau”.
ask-resolve-federation = “{ $name }” thuộc LĐLĐ nào trong tỉnh? Đồng chí bấm nút, hoặc gõ tên, ví dụ: ha quang
resolve-same-federation = Đơn vị này đang ở đúng LĐLĐ đó rồi. Mời đồng chí chọn nơi khác, ví dụ gõ: 1; hoặc gõ “quay lại”.
ask-resolve-name =
    CĐCS mới tên là gì? Đồng chí bấm nút nếu tên dưới đây đã đúng, hoặc gõ tên đầy đủ.
    Ví dụ: Trường THCS Xuân Hòa
resolve-name-taken = Danh sách đã có CĐCS tên như vậy: { $place }. Đồng chí gõ tên khác, ví dụ: Trường THCS Xuân Hòa; hoặc gõ “quay lại” để chọn CĐCS ấy.
ask-resolve-block = CĐCS này thuộc khối nào?
ask-resolve-sure = “{ $name }” đang là tên của CĐCS khác: { $others }. Đồng chí vẫn ghép vào { $place } chứ? (Bot sẽ không ghi nhớ tên này.)
option-resolve-sure = Vẫn ghép
option-resolve-another = Chọn CĐCS khác
ask-resolve-learn = Ai gõ “{ $name }” cũng có thể muốn nói: { $others }. Đồng chí có muốn bot ghi nhớ đây là tên gọi khác của { $place } không?
option-resolve-learn = Có, ghi nhớ
option-resolve-once = Không, chỉ ghép lần này
help-resolve-learn = Tên đã ghi nhớ thì lần sau ai gõ đúng như vậy được đưa thẳng vào CĐCS này. Tên dễ nhầm với CĐCS khác thì không nên ghi nhớ.
resolved = ✅ Đã ghép “{ $name }” ({ $count } sáng kiến) vào { $place }. Tác giả và cán bộ CĐCS được báo ngay. Ghép nhầm thì hoàn tác được trong một giờ.
resolve-referred = ↪ Đã chuyển “{ $name }” ({ $count } sáng kiến) tới { $place }. Chuyển nhầm thì hoàn tác được trong một giờ.
button-resolve-undo = Ghép nhầm? Hoàn tác
resolve-gone = “{ $name }” vừa được đồng nghiệp xử lý, đồng chí không phải làm gì thêm.
resolve-not-yours = Đơn vị này không thuộc phạm vi đồng chí phụ trách nên chưa có gì thay đổi. Cần trợ giúp, đồng chí gõ /hotro
resolve-cannot = Danh sách CĐCS vừa thay đổi nên chưa ghép được. Mời đồng chí chọn lại.
resolve-over = { $count ->
        [0] Không còn đơn vị nào chờ ghép.
       *[other] Đã đến cuối danh sách. Còn { $count } đơn vị để sau; mời đồng chí quay lại khi tiện: gõ /ghepdonvi
    }
resolve-stopped = Đã dừng. Những đơn vị chưa ghép vẫn còn đó; muốn làm tiếp, đồng chí gõ /ghepdonvi
resolve-undo-none = Không tìm thấy lần ghép nào để hoàn tác.
resolve-undo-already = Lần ghép “{ $name }” đã được hoàn tác rồi.
resolve-undo-late = Lần ghép “{ $name }” đã quá một giờ nên không hoàn tác được nữa. Cán bộ CĐCS có thể yêu cầu tác giả sửa mục “Đơn vị”.
resolve-undo-decided = Các sáng kiến của “{ $name }” đã có quyết định hoặc vừa được sửa nên không hoàn tác được nữa.
resolve-undone = ↩ Đã hoàn tác: { $count } sáng kiến của “{ $name }” trở lại danh sách chờ ghép.{ $kept ->
        [0] {""}
       *[other] {" "}{ $kept } sáng kiến đã có quyết định hoặc vừa được sửa nên giữ nguyên.
    }

### == cài đặt liên hệ ==

contact-set =
    { $place } đang cho hiện trong /hotro:
    { $lines }
    Muốn đổi mục nào, đồng chí bấm nút, hoặc gõ theo mẫu, ví dụ: /caidat sđt
contact-which = Đồng chí muốn cài đặt cho nơi nào?
contact-not-yours = Nơi này không thuộc phạm vi đồng chí phụ trách nên chưa có gì thay đổi. Xem nơi của mình: gõ /caidat
contact-line-unknown = Không có mục này. Đồng chí bấm nút, hoặc gõ tên, người, sđt hay giờ sau lệnh, ví dụ: /caidat sđt
contact-line-ten = Tên hiển thị
contact-line-nguoi = Người liên hệ
contact-line-sdt = Điện thoại
contact-line-gio = Giờ làm việc
contact-line-unset = chưa có
button-contact-change = Đổi: { $label }
ask-contact =
    { $place }: { $line ->
        [ten] tên hiển thị là gì? Ví dụ: Liên đoàn Lao động huyện Hà Quảng
        [nguoi] ai trả lời khi có người cần hỏi? Ví dụ: Nguyễn Văn A, Văn phòng
        [sdt] số điện thoại liên hệ là số nào? Di động hay máy bàn đều được, ví dụ: 0206 3852 123 máy lẻ 12
       *[gio] gọi được vào giờ nào? Ví dụ: Thứ Hai đến thứ Sáu, 7h30–16h30
    }
    { $current }
contact-current-none = Mục này hiện chưa ghi gì.
contact-current = Đang ghi: { $value }. Muốn bỏ, đồng chí gõ: xóa
option-contact-clear = Xóa
help-contact = Mọi người thấy mục này khi gõ /hotro, nên xin chỉ ghi thông tin của cơ quan. Để trống hết thì bot chỉ hướng dẫn chung.
contact-extension = { $phone } máy lẻ { $extension }
### == cán bộ: danh sách, xin quyền, gỡ quyền ==

people-overview =
    👥 { $place }
    { $without }/{ $unions } CĐCS chưa có người duyệt
    • Cán bộ CĐCS: { $executives }
    • Cán bộ LĐLĐ: { $staff }
    • Mã mời đang chờ: { $invitations }
    • Người đang xin quyền: { $requests }
    Xem một CĐCS: gõ tên sau lệnh, ví dụ: /canbo mầm non
people-missing =
    👥 { $place }
    { $count }/{ $unions } CĐCS chưa có người duyệt. Bấm tên đơn vị để lấy mã mời:
    { $lines }

    { $foot }
people-missing-none =
    👥 { $place }
    { $unions ->
        [0] Danh bạ chưa có CĐCS nào trong phạm vi này.
       *[other] Tất cả { $unions } CĐCS đều đã có người duyệt.
    }
people-missing-line = { $number }. { $name }
people-holders =
    👥 { $place }
    Cán bộ ({ $count }), bấm tên để xem, thay hoặc gỡ:
    { $lines }

    { $foot }
people-holders-none =
    👥 { $place }
    Chưa có cán bộ nào ở đây. Đồng chí mời bằng lệnh /moi
people-holder-line =
    { $number }. { $name } · { $role }
    { $place }
    Từ { $since }, dùng bot gần nhất { $seen }
people-requests =
    👥 { $place }
    Đang xin quyền duyệt ({ $count }):
    { $lines }

    { $foot }
people-requests-none =
    👥 { $place }
    Không có ai đang xin quyền duyệt.
people-request-line =
    { $number }. { $name }
    { $place }, gửi ngày { $since }
people-invitations =
    👥 { $place }
    Mã mời đang chờ ({ $count }):
    { $lines }

    { $foot }
people-invitations-none =
    👥 { $place }
    Không có mã mời nào đang chờ.
people-invitation-line =
    { $number }. { $role }, { $place }
    Mã { $code }, người mời: { $by }, dùng được đến { $until }
people-never = chưa rõ
people-button-missing = CĐCS chưa có người duyệt
people-button-holders = Danh sách cán bộ
people-button-requests = Người đang xin quyền
people-button-accept = Nhận số { $number }
people-button-refuse = Từ chối số { $number }
people-button-revoke = Thu hồi số { $number }
people-place-ambiguous =
    { $count ->
        [1] Ý đồng chí là đơn vị này phải không? Nếu phải, mời bấm nút bên dưới, hoặc gõ: 1
       *[other] Có nhiều đơn vị gần giống. Mời đồng chí bấm một nút, hoặc gõ số thứ tự, ví dụ: 1
    }
person-card =
    👤 { $name }
    { $role }, { $place }
    Nhận vai trò: { $since }. Dùng bot gần nhất: { $seen }.
    Cùng vai trò ở đó còn { $others } người.
button-xoa-role = Gỡ quyền
button-thay-role = Thay người khác
button-people-of-place = Cán bộ của đơn vị
no-such-holder = Người này không còn giữ vai trò đó, hoặc không thuộc phạm vi đồng chí phụ trách. Xem danh sách hiện nay: /canbo ds
role-not-yours-to-take = Vai trò này không do đồng chí gỡ được: cán bộ LĐLĐ cùng cấp do người đã mời hoặc LĐLĐ cấp trên gỡ. Cần gấp, đồng chí báo LĐLĐ cấp trên.
ask-remove =
    { $self ->
        [yes] Đồng chí thôi làm { $role }, { $place }? Có hiệu lực ngay.
       *[no] { $verb ->
            [thay] Thay { $name } ({ $role }, { $place })? Người này mất quyền ngay và được báo; bot đưa đồng chí mã mời cho người mới.
           *[other] Gỡ quyền của { $name } ({ $role }, { $place })? Có hiệu lực ngay, người này được báo.
        }
    }
    { $kind ->
        [staff] ⚠️ Đây là cán bộ LĐLĐ duy nhất ở đó: gỡ rồi thì chỉ LĐLĐ cấp trên hoặc người vận hành mời lại được.
        [executive] Đây là cán bộ duy nhất của CĐCS này: cho tới khi có người mới, LĐLĐ cấp trên duyệt thay.
       *[other] Những người khác cùng vai trò không bị ảnh hưởng.
    }
option-remove = Đồng ý gỡ
option-keep-roles = Không, để nguyên
role-taken = Đã gỡ quyền của { $name } ({ $role }, { $place }). Có hiệu lực ngay.
role-given-up = Đồng chí đã thôi làm { $role }, { $place }. Cảm ơn đồng chí!
role-taken-from-you = Vai trò { $role }, { $place } của đồng chí đã kết thúc. Cảm ơn đồng chí { $name }! Có gì chưa đúng, xin liên hệ LĐLĐ cấp trên. Nộp sáng kiến vẫn như thường: gõ /nop
role-gone-already = { $name } không còn giữ vai trò { $role }, { $place } nên không phải gỡ nữa.
ask-request-name =
    Bước { $n }/{ $total }. Họ và tên của đồng chí, để LĐLĐ cấp trên biết ai xin quyền duyệt sáng kiến?
    Ví dụ: Trần Thị B
ask-request-sure = { $name } xin quyền duyệt sáng kiến của { $place }. Gửi LĐLĐ cấp trên xem xét chứ ạ?
option-ask-for-role = Gửi đề nghị
request-sent =
    Đã gửi đề nghị tới { $above }: xin quyền duyệt sáng kiến của { $place }.
    Có trả lời, bot báo đồng chí ngay. Đề nghị có giá trị đến { $until }; từ giờ tới lúc đó đồng chí chưa có quyền gì thêm.
request-union-unknown = Danh bạ chưa có CĐCS này nên chưa xin quyền được. Đồng chí liên hệ { $place } để thêm đơn vị, rồi gõ lại /xinquyen
request-open-already = Đề nghị của đồng chí cho { $place } đã được gửi và đang chờ LĐLĐ trả lời.
request-too-many = Đồng chí đã gửi nhiều đề nghị trong một ngày. Mời đồng chí gửi tiếp sau { $at }.
request-invite-yourself = Đơn vị này thuộc phạm vi đồng chí phụ trách, nên không cần xin: đồng chí mời cán bộ bằng lệnh /moi
request-nobody = { $place } chưa có cán bộ LĐLĐ nào trên bot để xem xét. Đồng chí liên hệ trực tiếp { $above } để được mời; trong lúc đó vẫn nộp sáng kiến được: gõ /nop
request-card =
    🙋 { $name } xin quyền duyệt sáng kiến của { $place }
    Nhắn từ: { $channel }. Điện thoại: { $phone }
    Xin đồng chí hỏi lại CĐCS trước khi nhận. Đề nghị { $code } hết hạn sau { $days } ngày.
button-request-duyet = ✅ Nhận làm cán bộ duyệt
button-request-tuchoi = ⛔ Không nhận
no-such-request = Không có đề nghị xin quyền nào mang mã này trong phạm vi đồng chí phụ trách. Xem danh sách: /canbo xin
request-own = Đây là đề nghị của chính đồng chí, nên cán bộ khác sẽ xem xét.
request-answered =
    Đề nghị của { $name } cho { $place }: { $outcome ->
        [granted] { $by } đã nhận.
        [refused] { $by } không nhận.
       *[other] đã hết hạn; người đó gửi lại được.
    }
request-decided =
    { $outcome ->
        [granted] ✅ { $name } từ giờ duyệt sáng kiến của { $place } và đã được báo.
       *[other] Đã báo { $name } là không nhận đề nghị cho { $place }.
    }
request-granted = ✅ LĐLĐ cấp trên đã nhận đề nghị: đồng chí { $name } từ nay duyệt sáng kiến của { $place }. Sáng kiến mới sẽ được gửi tới đây; xem những sáng kiến đang chờ: gõ /duyet
request-refused = LĐLĐ cấp trên chưa nhận đề nghị của { $name } cho { $place }. Có gì chưa rõ, xin liên hệ trực tiếp LĐLĐ cấp trên. Nộp sáng kiến vẫn như thường: gõ /nop
request-closed = { $place } đã ngừng hoạt động hoặc đã sáp nhập, nên đề nghị của { $name } được đóng lại và người đó đã được báo.
request-closed-yours = { $place } đã ngừng hoạt động hoặc đã sáp nhập, nên đề nghị của { $name } được đóng lại. Nếu đồng chí là cán bộ ở CĐCS khác, xin gõ lại /xinquyen; nộp sáng kiến vẫn như thường: gõ /nop
channel-telegram = Telegram
channel-zalo-oa = Zalo OA
channel-zalo-bot = Zalo Bot
channel-web = trang trò chuyện trên web

### == nộp hộ đồng nghiệp ==

entry-begun = Nộp hộ: anh/chị là người nhập, đồng nghiệp là tác giả và tự xác nhận; phiếu ghi tên cả hai. Chỉ nhập khi đồng nghiệp đã đồng ý; chưa xác nhận thì chưa nộp.
entry-next =
    Người tiếp theo. Giữ nguyên như người trước:
    { $same }
    Muốn đổi mục nào, gõ “sửa” kèm tên mục, ví dụ: sửa lĩnh vực
ask-entry-helper =
    Trước hết, họ và tên của anh/chị, người nhập hộ? Tên này hiện trên phiếu.
    Ví dụ: Trần Thị B
ask-entry-full-name =
    Bước { $n }/{ $total }. Họ và tên của tác giả?
    Ví dụ: Nguyễn Văn A
    Hoặc gửi ảnh chụp mã QR trên thẻ CCCD, căn cước của tác giả.
ask-entry-id-number =
    Bước { $n }/{ $total }. Số CMND (9 số) hoặc CCCD (12 số) của tác giả?
    Ví dụ: 080 888 999 hoặc 004 085 000 123
ask-entry-phone =
    Bước { $n }/{ $total }. Số điện thoại của tác giả? Không có điện thoại thì ghi số mà công đoàn liên hệ được.
    Ví dụ: 0912 345 678
ask-entry-workplace = Tác giả làm việc tại { $workplace }, đúng đơn vị này không?
ask-entry-province =
    Bước { $n }/{ $total }. Đơn vị của tác giả thuộc LĐLĐ tỉnh, thành phố nào?
    Bấm nút, hoặc gõ tên (không cần dấu), ví dụ: cao bang
ask-entry-union =
    Bước { $n }/{ $total }. Công đoàn cơ sở (CĐCS) của tác giả?
    Bấm nút, hoặc gõ một phần tên đơn vị, ví dụ: mam non
ask-entry-union-name =
    Bước { $n }/{ $total }. Mời anh/chị gõ tên đơn vị của tác giả, LĐLĐ huyện sẽ tìm đúng CĐCS giúp.
    Ví dụ: Trường THCS Xuân Hòa
ask-entry-block = Bước { $n }/{ $total }. Đơn vị của tác giả thuộc khối nào?
ask-entry-review =
    Mời anh/chị đọc lại cùng tác giả trước khi lưu:

    { $card }

    Đúng rồi thì bấm “Lưu, chờ tác giả xác nhận”. Muốn sửa, gõ “sửa” kèm tên mục, ví dụ: sửa họ tên
option-entry-keep = Lưu, chờ tác giả xác nhận
entry-own-number = Đây là số của chính anh/chị. Sáng kiến của mình thì anh/chị nộp bằng lệnh /nop; ở đây xin nhập số của tác giả.
entry-cancelled = Người này chưa được lưu. Những người đã lưu vẫn còn: gõ /nopho ds
entries-full = Anh/chị đã có { $most } người chờ xác nhận, là số tối đa. Mời anh/chị nhắc tác giả xác nhận, hoặc xóa bớt, rồi nhập tiếp.
entry-link =
    Gửi tác giả { $name }: sáng kiến “{ $title }” đã được nhập giúp, chờ chính anh/chị xác nhận.
    Quét mã QR, bấm liên kết, hoặc nhắn mã này cho bot: { $code }
    Hạn: { $until }.
    { $links }
entry-kept =
    ✅ Đã lưu, chờ { $name } xác nhận đến { $until }. Hôm nay anh/chị đã nhập hộ { $today } người; đang chờ xác nhận: { $open }.
    Xin đưa tác giả quét mã trên, hoặc chuyển tiếp tin ấy. Ai đã dùng bot thì được hỏi ngay trên điện thoại của mình.
button-entry-next = Người tiếp theo
button-entries = Xem danh sách
button-entries-done = Xong
entries-done = Cảm ơn anh/chị! Đang có { $open } người chờ xác nhận; ai xác nhận, bot báo anh/chị ngay. Xem lại: /nopho ds
entries-none = Không có ai đang chờ xác nhận.
entries =
    Đang chờ tác giả xác nhận: { $count }
    { $lines }
    Bấm tên để gửi lại mã, sửa hoặc xóa.
entry-line =
    { $n }. { $name }: “{ $title }”, hạn { $until }{ $locked ->
        [yes] . Mã đã bị khóa, xin gửi mã mới
       *[no] {""}
    }
entry-waits =
    Đang chờ tác giả xác nhận, mã { $code }, hạn { $until }:

    { $card }
button-entry-code = Gửi lại mã, QR
button-entry-fix = Sửa
button-entry-drop = Xóa
button-entry-sign = Ký giấy, chụp ảnh
ask-signature =
    Tác giả không tiện dùng điện thoại thì viết tay hoặc in câu này, ký tên, rồi anh/chị gửi ảnh chụp tờ giấy:
    “Tôi là { $name }, đồng ý nộp sáng kiến “{ $title }” vào chương trình “{ $programme }”. Ngày, ký tên.”
help-signature = Chụp rõ câu đồng ý và chữ ký; không cần chụp thẻ CCCD. Cán bộ CĐCS xem được ảnh này. Muốn để sau thì gõ “hủy”.
signature-is-sent = Ở đây xin gửi ảnh chụp tờ giấy có chữ ký, ví dụ: bấm biểu tượng ghim rồi chọn ảnh; hoặc gõ “hủy”.
ask-signed = Đã nhận ảnh. Đây đúng là chữ ký của { $name }, và tác giả đồng ý nộp “{ $title }”?
option-signed = Đúng, nộp
option-other-photo = Gửi ảnh khác
signing-cancelled = Chưa nộp gì. Phần nhập hộ vẫn chờ xác nhận: gõ /nopho ds
entry-signed = ✅ Đã nộp sáng kiến “{ $title }” của { $name } kèm ảnh chữ ký. Mã biên nhận: { $code }. Xin ghi mã này cho tác giả. Tác giả chưa dùng bot thì CĐCS hỏi gì, bot báo anh/chị.
filed-for-you = 🔔 { $helper } vừa nộp giúp anh/chị sáng kiến “{ $title }”, mã { $code }, kèm ảnh chữ ký của anh/chị. Xem, sửa hoặc rút: bấm nút dưới đây. Không phải chữ ký của anh/chị thì báo ngay công đoàn: /hotro
entry-code-sent = Xin đưa tác giả quét mã trên, hoặc chuyển tiếp tin ấy.
ask-entry-drop = Xóa phần nhập hộ { $name }, “{ $title }”? Xóa rồi thì phải nhập lại từ đầu.
button-entry-drop-sure = Xóa hẳn
button-entry-not-dropped = Giữ lại
entry-dropped = Đã xóa phần nhập hộ { $name }.
entry-over = Mã này không còn chờ xác nhận: đã có trả lời, đã được sửa hoặc xóa, hoặc đã hết hạn. Xin hỏi người nhập hộ một mã mới.
ask-entry-digits = Có người nhập hộ một sáng kiến và mã này chờ chính tác giả. Để chắc là đúng người, xin gõ 4 số cuối của số CMND/CCCD của anh/chị.
entry-digits-unreadable = Xin gõ đúng 4 chữ số cuối của số CMND/CCCD, ví dụ: 0123
entry-digits-wrong = 4 số này không khớp. Còn { $left } lần thử. Nếu không phải tác giả, anh/chị gõ “hủy”.
entry-digits-spent = 4 số không khớp ba lần, nên mã này đã bị khóa. Tác giả xin mã mới ở người nhập hộ.
help-entry-digits = Số này để chắc là đúng tác giả: ai cầm mã mà không biết số thì không xác nhận được. Gõ 4 chữ số cuối trên thẻ, ví dụ: 0123; không phải anh/chị thì gõ “hủy”.
ask-entry-verdict =
    { $helper } đã nhập hộ sáng kiến này cho anh/chị:

    { $card }

    Đúng là sáng kiến của anh/chị và anh/chị đồng ý nộp chứ?
entry-card =
    🔔 { $helper } vừa nhập hộ sáng kiến này, ghi anh/chị là tác giả:

    { $card }

    Đúng là sáng kiến của anh/chị và anh/chị đồng ý nộp chứ? Không trả lời thì không có gì được nộp.
option-entry-yes = Đúng, nộp giúp tôi
option-entry-no = Không phải của tôi
entry-card-closed = Sáng kiến “{ $title }” nhập hộ { $name } không còn chờ xác nhận ở đây.
entry-card-ended = Sáng kiến nhập hộ này đã hết hạn xác nhận; không có gì được nộp.
entry-refused = Cảm ơn anh/chị. Phần nhập hộ đã bị xóa, không có gì được nộp; người nhập được báo.
entry-not-now = Chưa có gì được nộp. Muốn xác nhận, anh/chị nhắn lại mã ấy.
entry-workplace-gone = Đơn vị ghi trong sáng kiến này đã ngừng hoạt động nên chưa nộp được. Người nhập hộ được báo để sửa và gửi mã mới.
entry-told-confirmed = ✅ { $name } đã xác nhận sáng kiến “{ $title }”. Mã biên nhận: { $code }
entry-told-refused = 🔔 { $name }: người được hỏi trả lời “Không phải của tôi” về sáng kiến “{ $title }”. Phần nhập hộ ấy đã bị xóa. Xin xem lại số CMND/CCCD rồi nhập lại nếu cần.
signature-unwanted = { $name } từng trả lời không nhận sáng kiến do anh/chị nhập, nên không nộp bằng ảnh chữ ký được. Xin đưa mã để { $name } tự xác nhận.
entry-told-workplace = 🔔 { $name } chưa xác nhận được “{ $title }” vì đơn vị ghi trong đó đã ngừng hoạt động. Mời anh/chị sửa đơn vị rồi gửi mã mới.
entry-told-locked = 🔔 Mã xác nhận của { $name } (“{ $title }”) đã bị khóa vì ba lần gõ sai 4 số cuối CMND/CCCD. Xin kiểm tra số ấy và gửi mã mới.
entries-ending =
    ⏳ { $count } người anh/chị nhập hộ chưa xác nhận và sắp hết hạn:
    { $lines }
entry-ending-line = • { $name }: “{ $title }”, hạn { $until }

### == hướng dẫn, hỗ trợ, dữ liệu cá nhân ==

guide-worker =
    Cách nộp sáng kiến vào chương trình “{ $name }”:
    1. Gõ /nop, hoặc quét mã QR của đơn vị.
    2. Trả lời từng câu; mỗi câu được lưu ngay, nghỉ giữa chừng cũng không mất.
    3. Xem lại, bấm “Gửi” và nhận mã biên nhận.
    Nhận từ { $opens } đến { $closes }. Nội dung tối đa { $limit } ký tự; mỗi người nộp bao nhiêu sáng kiến cũng được.
    Lệnh khác: /theodoi xem kết quả, /nopho nộp hộ đồng nghiệp, /vidu xem ví dụ, /machuyen dùng tiếp ở kênh hoặc máy khác, /dulieu dữ liệu của tôi, /hotro hỗ trợ, /huy dừng.
guide-executive =
    Dành cho cán bộ CĐCS: /duyet xem sáng kiến chờ xác nhận. Bấm nút trên thẻ, hoặc gõ:
    duyệt A7K2 · từ chối A7K2 lý do · bổ sung A7K2 lý do · duyệt 1-3 trừ 2 · so sánh A7K2
    /nhapsangkien nộp nhiều sáng kiến từ một tệp Excel (/nhapsangkien mau: tệp mẫu) · /qr lấy mã QR của đơn vị
    /hoso hồ sơ gửi LĐLĐ cấp trên: còn thiếu gì, tờ trình, bảng tổng hợp, trọn bộ.
guide-staff =
    Dành cho cán bộ LĐLĐ: /report (thêm chữ: cdcs, tỉnh, huyện, thieu, cho, ngay, excel, tên đơn vị; ví dụ: /report cdcs từ 10/3 đến 15/3)
    /hoso hồ sơ gửi cấp trên: còn thiếu gì, tờ trình (Word), bảng tổng hợp, trọn bộ; của một CĐCS: /hoso tên đơn vị
    /chon chọn sáng kiến tiêu biểu, chấm điểm, gửi cấp trên
    /thongbao gửi thông báo cho cán bộ CĐCS hoặc người đã nộp sáng kiến (/thongbao dừng: không gửi nữa)
    /canbo cán bộ trong địa bàn, CĐCS chưa có người duyệt · /moi mời cán bộ (/moi ds: mã mời đang chờ)
    /qr mã QR của CĐCS · /caidat đầu mối hiện trong /hotro
    /nhap nhập danh sách CĐCS (/nhap mau: tệp mẫu) · /donvi đổi tên, sáp nhập, đóng CĐCS
    /ghepdonvi ghép đơn vị tự nhập vào CĐCS
guide-operator =
    Dành cho người vận hành: /ops xem tình trạng hệ thống và những việc cần xem · /ops guilai gửi lại tin đã bỏ. Bot tự báo khi có việc cần xem, và khi đã ổn.
support = Cần trợ giúp về chương trình “{ $name }”, xin liên hệ ban chấp hành công đoàn cơ sở của đơn vị, hoặc LĐLĐ huyện. Cách làm từng bước: /huongdan
support-contact =
    Cần trợ giúp về chương trình “{ $name }”, xin liên hệ { $place }:
    { $lines }
    Cách làm từng bước: /huongdan
my-data =
    Thông tin của anh/chị mà hệ thống đang nhớ:
    { $lines }
    Sáng kiến đã nộp: { $count } (gõ /theodoi để xem). Nhập hộ đồng nghiệp, đang chờ xác nhận: { $entries } (gõ /nopho ds).
    Muốn sửa: khi nộp lần sau, gõ “sửa” kèm tên mục; sáng kiến đã nộp thì nhờ CĐCS yêu cầu bổ sung. Muốn xóa hoặc rút đồng ý: bấm nút dưới đây.
nothing-stored = • Chưa có thông tin nào.
erasure-is-open = • Yêu cầu xóa sáng kiến đã nộp: đang được xử lý.
forgotten = Đã xóa bản nháp và thông tin đã nhớ; lần sau bot hỏi lại từ đầu, kể cả sự đồng ý. Sáng kiến đã nộp vẫn được giữ; muốn xóa, anh/chị chọn “Yêu cầu xóa sáng kiến đã nộp” trong /dulieu
ask-forget = Xóa bản nháp và thông tin đã nhớ? Xóa rồi thì không khôi phục được.
option-forget = Xóa
ask-erase = Gửi công đoàn yêu cầu xóa các sáng kiến đã nộp?
option-erase = Gửi yêu cầu xóa
option-keep-data = Không xóa
data-kept = Không có gì bị xóa.
erasure-requested = Đã ghi nhận yêu cầu xóa của anh/chị. Cán bộ công đoàn trả lời trong 2 ngày làm việc và xử lý trong 20 ngày.
nothing-to-erase = Tài khoản này chưa nộp sáng kiến nào nên không có gì để yêu cầu xóa. Muốn xóa bản nháp và thông tin đã nhớ, xin bấm nút dưới đây.
staff-erasure =
    🔔 { $name } ({ $place }) yêu cầu xóa { $count } sáng kiến đã nộp: { $codes }.
    Xin đồng chí trả lời người lao động trong 2 ngày làm việc và xử lý xong chậm nhất ngày { $due }. Bot không tự xóa: xin báo người vận hành.
    Xem từng sáng kiến: gõ /theodoi kèm mã.
erasure-open-already = Yêu cầu xóa của anh/chị đã được ghi nhận và đang được xử lý.
erasure-done =
    Theo yêu cầu của anh/chị, bot đã xóa { $count } sáng kiến đã nộp, gồm cả họ tên, số CMND/CCCD, số điện thoại, nội dung và tệp kèm theo.
    Sáng kiến đã có kết quả vẫn được đếm trong báo cáo nhưng không còn gắn với anh/chị. Thông tin bot nhớ để điền sẵn lần sau: xem và xóa trong /dulieu
erasure-answered =
    🔔 Công đoàn trả lời yêu cầu xóa ngày { $on } của anh/chị: “{ $answer }”
    Yêu cầu đã được khép lại, bot không xóa gì thêm. Nếu chưa đúng ý mình, anh/chị yêu cầu lại trong /dulieu hoặc hỏi cán bộ công đoàn: /hotro
erasure-closed = Yêu cầu xóa ngày { $on } của anh/chị đã được khép lại, bot không xóa gì thêm. Nếu chưa đúng ý mình, anh/chị yêu cầu lại trong /dulieu hoặc hỏi cán bộ công đoàn: /hotro
card-erased = Sáng kiến { $code } đã được xóa theo yêu cầu của tác giả. Xin đồng chí không dùng tiếp bản đã lưu hoặc đã tải về.

## Một người, nhiều kênh

join-code =
    Mã chuyển: { $code }
    Mở bot ở kênh hoặc máy kia rồi nhắn mã này (dùng một lần, trong { $minutes } phút). Từ đó hai nơi là một: chung bản nháp, sáng kiến đã nộp và thông báo.
    { $links }
    ⚠️ Đừng đưa mã cho ai: người có mã làm được mọi việc thay anh/chị.
ask-join =
    Mã này nối cuộc trò chuyện ở đây với tài khoản ở { $channel } đã lấy mã: chung bản nháp, sáng kiến đã nộp và thông báo.
    { $loses ->
        [draft] Bản nháp đang viết ở đây nhường chỗ cho bản nháp bên kia.
       *[nothing] Nối nhầm thì hoàn tác được trong 1 giờ.
    }
    Chính anh/chị đã lấy mã này, phải không?
option-join = Đúng, nối lại
option-join-not = Không phải tôi
join-declined = Không nối gì cả, mọi thứ ở đây giữ nguyên.
join-own = Đây là mã của chính anh/chị. Xin nhắn mã này ở kênh hoặc máy kia.
join-used = Mã chuyển này đã được dùng rồi. Xin lấy mã mới: gõ /machuyen ở tài khoản kia.
join-expired = Mã chuyển này đã hết hạn. Xin lấy mã mới: gõ /machuyen ở tài khoản kia.
join-role = Tài khoản này đang giữ hoặc đang xin một vai trò cán bộ, nên không nối được bằng mã lấy ở nơi khác. Đồng chí làm ngược lại: gõ /machuyen ở đây, rồi nhắn mã ấy ở tài khoản kia.
join-demo = Điện thoại trong bản chạy thử không nối được với tài khoản khác. Anh/chị nối hai tài khoản thật: gõ /machuyen ở một bên, rồi nhắn mã ở bên kia.
join-erasure = Đang có yêu cầu xóa dữ liệu chưa xử lý xong, nên chưa nối được hai tài khoản. Cần trợ giúp, anh/chị gõ /hotro
joined = ✅ Đã nối. Từ giờ anh/chị dùng chung bản nháp, sáng kiến đã nộp và thông báo ở cả hai nơi. Nối nhầm? Trong 1 giờ, bấm nút dưới đây hoặc gõ: /machuyen hoàn tác
joined-elsewhere = 🔔 Một tài khoản ở { $channel } vừa dùng mã chuyển của anh/chị và nối vào đây. Không phải anh/chị làm? Bấm “Hoàn tác việc nối” ngay; sau 1 giờ thì không hoàn tác được.
button-undo-join = Hoàn tác việc nối
joined-along = 🔔 Tài khoản này vừa được nối vào một tài khoản khác, vì mã chuyển của nơi ấy được nhắn từ một tài khoản dùng chung với anh/chị. Không phải anh/chị làm? Bấm “Hoàn tác việc nối” ngay; sau 1 giờ thì không hoàn tác được.
join-undone = Đã hoàn tác: các tài khoản nối vào trong vòng 1 giờ nay tách riêng như trước. Sáng kiến nộp trong lúc nối vẫn ở bên lấy mã.
join-undone-elsewhere = 🔔 Việc nối hai tài khoản vừa được hoàn tác. Hai nơi lại tách riêng như trước.
join-nothing-to-undo = Trong 1 giờ qua không có lần nối tài khoản nào để hoàn tác.

### == giao diện lệnh ==

command-nop = Nộp sáng kiến
command-nopho = Nộp hộ đồng nghiệp
command-theodoi = Xem sáng kiến của tôi
command-duyet = Duyệt sáng kiến
command-report = Báo cáo
command-hoso = Hồ sơ gửi cấp trên
command-chon = Chọn sáng kiến tiêu biểu
command-thongbao = Gửi thông báo
command-ghepdonvi = Ghép đơn vị vào CĐCS
command-canbo = Cán bộ trong địa bàn
command-moi = Mời cán bộ
command-nhap = Nhập danh sách CĐCS
command-nhapsangkien = Nhập danh sách sáng kiến
command-qr = Mã QR của đơn vị
command-donvi = Đơn vị trực thuộc
command-caidat = Cài đặt liên hệ
command-ops = Tình trạng hệ thống
command-huongdan = Hướng dẫn
command-hotro = Hỗ trợ
command-dulieu = Dữ liệu của tôi
command-vidu = Xem ví dụ
command-machuyen = Dùng tiếp ở kênh khác
command-huy = Dừng việc đang làm

### == câu trả lời chưa nhận được, hoặc cần hỏi lại ==

## Full name

name-too-short = Tên cần có ít nhất hai chữ cái. Ví dụ: Nguyễn Văn A
name-too-long = Tên dài quá { $limit } ký tự. Xin chỉ ghi họ và tên, ví dụ: Nguyễn Văn A
name-word-too-long = Có một từ dài quá { $limit } chữ cái, có lẽ thiếu dấu cách. Ví dụ: Nguyễn Văn A
name-line-break = Xin ghi họ tên của một người, trên một dòng. Ví dụ: Nguyễn Văn A
name-digits = Họ tên không có chữ số. Ví dụ: Nguyễn Văn A
name-several-people = Họ tên không có dấu “{ $character }”. Mỗi lần chỉ ghi một người; đồng tác giả xin nộp riêng. Ví dụ: Nguyễn Văn A
name-character = Họ tên không có ký hiệu “{ $character }”. Xin chỉ dùng chữ cái và dấu cách, ví dụ: Nguyễn Văn A
name-foreign-letter = Chữ “{ $character }” không phải chữ cái Latinh, dù có thể trông giống. Xin gõ lại, ví dụ: Nguyễn Văn A
name-marks = Có dấu đặt sai chỗ trong họ tên. Xin gõ lại, ví dụ: Nguyễn Văn A
name-question-meant = Ở bước này bot chỉ cần họ và tên, ví dụ: Nguyễn Văn A. Họ tên là “{ $name }”, đúng chưa?
name-one-word-meant = Họ tên chỉ có một từ: { $name }, đúng chưa?
name-without-marks-meant = Tên này không có dấu: { $name }. Đúng chưa? Nếu có dấu, xin gõ lại, ví dụ: Nguyễn Văn A
name-telex-meant = Hình như bộ gõ tiếng Việt chưa bật: { $name }. Đúng chưa? Nếu chưa, xin gõ lại, ví dụ: Nguyễn Văn A

## Identity number

id-empty = Chưa thấy số nào. Xin gõ số CMND (9 số) hoặc CCCD (12 số), ví dụ: 080 888 999
id-wrong-length = Số này có { $count } chữ số; CMND có 9, CCCD có 12. Xin xem lại trên thẻ, ví dụ: 080 888 999
id-lost-zero = Số này có { $count } chữ số, có lẽ bảng tính đã bỏ mất số 0 ở đầu. Xin gõ đủ như trên thẻ, ví dụ: 080 888 999
id-is-phone = Đây có vẻ là số điện thoại; bước này cần số CMND hoặc CCCD, ví dụ: 080 888 999
id-spreadsheet = Số này bị bảng tính đổi dạng. Xin gõ lại đủ các chữ số như trên thẻ, ví dụ: 080 888 999
id-two-numbers = Có hai số ở đây. Xin gửi một số thôi: CCCD 12 số hoặc CMND 9 số, ví dụ: 080 888 999
id-letters-for-digits = Có chữ cái lẫn trong số, có lẽ chữ O thay số 0 hoặc chữ l thay số 1. Xin gõ lại bằng số, ví dụ: 080 888 999
id-not-digits = Số CMND/CCCD chỉ gồm chữ số từ 0 đến 9. Ví dụ: 080 888 999 hoặc 004 085 000 123
id-found-meant = Bot đọc được số { $number }. Đó là số CMND/CCCD của tác giả sáng kiến, đúng không ạ?
id-none = Chương trình cần số CMND hoặc CCCD. Thẻ mất hay đang làm lại thì xem số trên bản sao hoặc giấy tờ cũ; tìm sau cũng được, bản nháp vẫn còn. Ví dụ: 080 888 999
id-all-zero = Số CMND không thể toàn số 0. Xin xem lại trên thẻ, ví dụ: 080 888 999
id-cmnd-ended = CMND 9 số không còn dùng từ 31/12/2024. Xin gửi số CCCD 12 số, ví dụ: 004 085 000 123
id-unknown-province = Ba số đầu { $code } không phải mã tỉnh nào. Xin xem lại số trên thẻ, ví dụ: 004 085 000 123
id-year-in-future = Ba số { $digits } ở giữa chỉ năm sinh chưa tới. Xin xem lại số trên thẻ, ví dụ: 004 085 000 123
id-born-abroad-meant = Số { $number } có mã của người đăng ký khai sinh ở nước ngoài. Anh/chị đã xem lại trên thẻ, đúng chưa?
id-age-meant = Theo số { $number }, năm sinh là { $year }. Đúng chưa?

## Phone

phone-empty = Chưa thấy số nào. Xin gõ số di động 10 số, ví dụ: 0912 345 678
phone-wrong-length = Số này có { $count } chữ số; số di động có 10. Ví dụ: 0912 345 678
phone-not-digits = Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678
phone-found-meant = Dùng số { $phone } để liên hệ, đúng không ạ?
phone-none = Chương trình cần một số di động để liên hệ. Chưa có thì ghi số của người thân hoặc đồng nghiệp đã đồng ý cho ghi. Ví dụ: 0912 345 678
phone-letters-for-digits = Có chữ cái lẫn trong số, có lẽ chữ O thay số 0. Xin gõ lại bằng số, ví dụ: 0912 345 678
phone-two-numbers = Có hai số ở đây. Xin gửi một số thôi, ví dụ: 0912 345 678
phone-landline = Đây là số máy bàn. Xin ghi số di động để công đoàn liên hệ, ví dụ: 0912 345 678
phone-service = Đây là số tổng đài. Xin ghi số di động riêng, ví dụ: 0912 345 678
phone-foreign = Đây là số nước ngoài. Xin ghi số di động Việt Nam, ví dụ: 0912 345 678
phone-not-mobile = Số di động không bắt đầu bằng { $prefix }. Xin xem lại, ví dụ: 0912 345 678
phone-old-prefix-unknown = Không có đầu số cũ { $prefix }. Xin gõ số 10 chữ số đang dùng, ví dụ: 0912 345 678
phone-old-number-meant = Đầu số { $old } đã đổi từ năm 2018. Số mới của anh/chị là { $phone }, đúng chưa?
phone-lost-zero-meant = Số này thiếu số 0 ở đầu. Số của anh/chị là { $phone }, đúng chưa?
phone-prefix-meant = Số { $phone } có đầu số lạ, anh/chị kiểm tra lại giúp. Đúng chưa?
office-phone-wrong = Số này chưa đúng. Đồng chí gõ số di động, hoặc số máy bàn kèm mã vùng, ví dụ: 0206 3852 123

## Free text

title-empty = Tên sáng kiến cần có chữ. Ví dụ: Cải tiến máy tẽ ngô
title-too-long = Tên sáng kiến dài { $count } ký tự, quá { $excess } so với { $limit }. Xin rút gọn thành một câu, ví dụ: Cải tiến máy tẽ ngô
title-far-too-long = Tên sáng kiến dài quá nhiều so với { $limit } ký tự. Xin gửi một câu ngắn, ví dụ: Cải tiến máy tẽ ngô
title-question-meant = Ở bước này bot cần tên sáng kiến, ví dụ: Cải tiến máy tẽ ngô. Ghi tên sáng kiến là “{ $title }”, đúng chưa?
title-one-word-meant = Tên sáng kiến chỉ có một từ: { $title }. Đúng chưa? Nếu chưa, xin gõ lại cho rõ làm gì, ví dụ: Cải tiến máy tẽ ngô
description-empty = Nội dung cần có chữ. Ví dụ: Trước đây tẽ ngô bằng tay, nay dùng máy tự chế, nhanh gấp ba lần.
description-too-long = Nội dung dài { $count }/{ $limit } ký tự kể cả dấu cách, quá { $excess } ký tự. Xin gửi bản rút gọn, ví dụ chỉ giữ: cách làm cũ, cách làm mới, kết quả.
description-far-too-long = Nội dung dài hơn giới hạn rất nhiều. Xin gửi bản rút gọn, ví dụ chỉ giữ: cách làm cũ, cách làm mới, kết quả.
description-short-meant = Nội dung mới có { $count } ký tự; nên viết ít nhất { $least }: cách làm cũ, cách làm mới, kết quả. Anh/chị vẫn gửi như vậy, đúng không ạ?
reason-empty = Lý do cần có chữ. Ví dụ: Chưa nêu kết quả áp dụng.
reason-too-short = Lý do cần ít nhất { $least } ký tự để tác giả hiểu. Ví dụ: Chưa nêu kết quả áp dụng.
reason-too-long = Lý do dài { $count } ký tự, quá { $excess } so với { $limit }. Đồng chí rút gọn giúp, ví dụ: Chưa nêu kết quả áp dụng.
reason-far-too-long = Lý do dài quá nhiều so với { $limit } ký tự. Đồng chí rút gọn giúp, ví dụ: Chưa nêu kết quả áp dụng.
workplace-empty = Tên đơn vị cần có chữ. Ví dụ: Trường THCS Hà Quảng
workplace-too-short = Tên đơn vị cần ít nhất { $least } ký tự. Ví dụ: Trường THCS Hà Quảng
workplace-too-long = Tên đơn vị dài { $count } ký tự, quá { $excess } so với { $limit }. Ví dụ: Trường THCS Hà Quảng
workplace-far-too-long = Tên đơn vị dài quá nhiều so với { $limit } ký tự. Ví dụ: Trường THCS Hà Quảng
office-line-wrong = Mục này cần là một dòng có chữ, không quá { $limit } ký tự. Ví dụ: Nguyễn Văn A, Văn phòng

## Days and months

applied-on-unreadable = Chưa rõ là tháng nào. Xin gõ tháng và năm, ví dụ: { $example }
applied-on-month-missing = Còn thiếu tháng. Xin gõ tháng và năm, ví dụ: { $example }
applied-on-in-future = Tháng { $month } chưa tới; sáng kiến phải được áp dụng rồi. Ví dụ: { $today }
applied-on-too-early = Tháng { $month } sớm hơn thời gian của chương trình (tháng { $first } đến tháng { $last }). Xin ghi tháng áp dụng lần đầu, ví dụ: { $first }
applied-on-too-late = Tháng { $month } muộn hơn thời gian của chương trình (tháng { $first } đến tháng { $last }). Xin ghi tháng áp dụng lần đầu, ví dụ: { $first }
date-unreadable = Chưa rõ là ngày nào. Xin gõ ngày/tháng/năm, ví dụ: { $example }
date-not-in-calendar = Trong lịch không có ngày hoặc tháng này. Xin gõ lại, ví dụ: { $example }
date-in-future = Ngày này chưa tới, hôm nay là { $today }. Xin gõ lại, ví dụ: { $today }

## Employer's agreement, yes and no

person-and-position-meant = Người đồng ý là { $name }, chức vụ: { $position }, đúng không ạ?
person-and-position-unreadable = Cần họ tên và chức vụ, cách nhau bằng dấu phẩy. Ví dụ: Nguyễn Văn A, Giám đốc
position-too-long = Chức vụ dài quá { $limit } ký tự. Ví dụ: Nguyễn Văn A, Giám đốc
yes-or-no = Xin trả lời “có” hoặc “không”. Ví dụ: có

## Places

province-ambiguous = Có nhiều tỉnh khớp: { $options }. Xin gõ rõ tên, ví dụ: Cao Bằng
district-ambiguous = Có nhiều nơi khớp: { $options }. Xin gõ rõ tên, ví dụ: huyện Bảo Lạc

## Checking a file of answers

bad-line = Dòng này không đọc được. Ví dụ một dòng đúng: {"{"}"field": "full_name", "input": "Nguyễn Văn A"{"}"}
### == báo cáo ==

report-word-unknown =
    Bot chưa hiểu chữ “{ $word }”. Đồng chí gõ theo mẫu, ví dụ:
    /report cdcs từ 10/3 đến 15/3
    /report excel doanh nghiệp đã xác nhận
report-no-such-day = Không có ngày “{ $day }”. Đồng chí gõ ngày trước, tháng sau, ví dụ: /report từ 10/3 đến 15/3/2021
report-days-reversed = Ngày bắt đầu { $since } sau ngày kết thúc { $until }. Đồng chí đổi lại giúp, ví dụ: /report từ 10/3 đến 15/3
report-words-too-long = Yêu cầu dài quá. Đồng chí gõ ngắn thôi, ví dụ: /report cdcs tháng 3

report-head = 📊 { $place }
report-period-whole = Cả chương trình, đến { $day }
report-period-between = Từ { $since } đến { $until }
report-period-day = Ngày { $day }
report-period-since = Từ { $since } đến nay
report-period-until = Từ đầu đến { $until }
report-only = Chỉ tính: { $what }
report-status-submitted = Chờ xác nhận
report-status-changes-requested = Chờ tác giả bổ sung
report-status-confirmed = Đã xác nhận
report-status-rejected = Không được xác nhận
report-status-withdrawn = Đã rút
report-status-selected = Tiêu biểu, do đơn vị chọn
report-status-valid = Hợp lệ
report-status-no-agreement = CĐCS đã xác nhận, chưa có ý kiến đồng ý của thủ trưởng, người sử dụng lao động
report-percent = { $whole },{ $tenth }%
report-foot = Trang { $page }/{ $pages }

report-totals =
    { $head }

    Đã nộp: { $filed }
    { $statuses }

    Theo khối:
    { $blocks }

    Theo lĩnh vực:
    { $fields }

    { $notes }
report-totals-none =
    { $head }

    Chưa có sáng kiến nào.

    { $notes }
report-count = • { $label }: { $count }
report-count-valid = • Hợp lệ: { $count }
report-field-none = Chưa chọn lĩnh vực
report-target =
    Chỉ tiêu: { $target }
    • Đã nộp: đạt { $filed }
    • Hợp lệ: đạt { $valid }
report-unions-with = CĐCS có sáng kiến: { $with }/{ $unions }
report-valid-meaning = (Hợp lệ: CĐCS xác nhận và thủ trưởng hoặc người sử dụng lao động đồng ý.)

report-unions =
    { $head }

    { $lines }

    { $foot }
report-union =
    { $number }. { $name }
    Nộp { $filed } · xác nhận { $confirmed } · hợp lệ { $valid }
report-union-unknown = Chưa rõ CĐCS ({ $place })
report-unions-none =
    { $head }

    Chưa có sáng kiến nào.

report-units =
    { $head }

    { $total }

    { $lines }

    { $foot }
report-unit =
    { $number }. { $name }
    Nộp { $filed } · xác nhận { $confirmed } · chờ { $waiting }
    Có sáng kiến { $unions_with }/{ $unions } CĐCS{ $share }
report-unit-total =
    Tổng: nộp { $filed } · xác nhận { $confirmed } · chờ { $waiting }
    Có sáng kiến { $unions_with }/{ $unions } CĐCS{ $share }
report-unit-rest =
    Trực thuộc thẳng: nộp { $filed } · xác nhận { $confirmed } · chờ { $waiting }
    Có sáng kiến { $unions_with }/{ $unions } CĐCS
report-unit-share = { " " }· đạt { $percent }
report-unit-hint =
    Xem một đơn vị: bấm nút, gõ số thứ tự, hoặc gõ tên, ví dụ: /report cdcs Hà Quảng
report-no-such-level = Trong phạm vi của đồng chí không có cấp này. Xem theo CĐCS, xin gõ: /report cdcs

report-missing =
    { $head }

    Chưa có sáng kiến: { $count }/{ $unions } CĐCS
    { $lines }

    { $foot }
report-missing-union = { $number }. { $name }
report-missing-union-unreachable = { $number }. { $name } (chưa có cán bộ)
report-missing-unreachable = { $count } CĐCS chưa có cán bộ nên không nhắc được. Xem và mời: /canbo thieu
report-missing-none =
    { $head }

    { $unions ->
        [0] Danh bạ chưa có CĐCS nào trong phạm vi này.
       *[other] Tất cả { $unions } CĐCS đều đã có sáng kiến.
    }

report-waiting =
    { $head }

    Chờ xác nhận: { $count } sáng kiến, lâu nhất ở trên
    { $lines }

    { $foot }
report-waiting-item =
    { $number }. { $code } · { $age }
    { $title }
    { $place }
    → { $decider }
report-age = { $days ->
        [0] hôm nay
       *[other] { $days } ngày
    }
report-decider-executives = { $count } cán bộ CĐCS
report-decider-staff = { $place }
report-decider-nobody = Chưa có ai: mời bằng /moi
report-waiting-none =
    { $head }

    Không có sáng kiến nào chờ xác nhận.

report-daily =
    { $head }

    Nộp từng ngày (cộng dồn):
    { $lines }
report-day = { $day }: { $count } ({ $sum })
report-days-before = Trước đó: { $count }
report-daily-none =
    { $head }

    Chưa có sáng kiến nào.
report-chart-subtitle = { $period } · { $count } sáng kiến
report-chart-per-day = Sáng kiến nộp mỗi ngày
report-chart-per-week = Sáng kiến nộp mỗi tuần
report-chart-cumulative = Cộng dồn

report-excel =
    { $head }

    Bảng tổng hợp { $count } sáng kiến (không gồm phần không được xác nhận và đã rút). Hiệu quả và giá trị làm lợi được điền sẵn nếu tác giả đã ghi số tiền; cộng riêng số tiền một lần, mỗi tháng, mỗi năm. Các cột chức vụ, cập nhật phần mềm và ô ngày tháng để trống cho đồng chí điền.
report-excel-filtered =
    { $head }

    Bảng tổng hợp { $count } sáng kiến theo điều kiện trên. Hiệu quả và giá trị làm lợi được điền sẵn nếu tác giả đã ghi số tiền; cộng riêng số tiền một lần, mỗi tháng, mỗi năm. Các cột chức vụ, cập nhật phần mềm và ô ngày tháng để trống cho đồng chí điền.
report-excel-none =
    { $head }

    Chưa có sáng kiến nào để lập bảng.
report-excel-too-many =
    { $head }

    Có { $count } sáng kiến, nhiều hơn { $most } dòng một tệp. Đồng chí chia theo thời gian, ví dụ: { $command } từ 10/3 đến 15/3

report-bundle =
    { $head }

    Hồ sơ { $count } sáng kiến: bảng tổng hợp, { $files } tệp kèm theo và danh mục tệp{ $parts ->
        [1] .
       *[other] ; đây là phần { $part }/{ $parts }.
    }
report-bundle-valid =
    { $head }

    Trọn bộ hồ sơ { $count } sáng kiến { $which ->
        [selected] tiêu biểu
       *[valid] hợp lệ
    }: tờ trình, bảng tổng hợp, { $files } tệp kèm theo và danh mục tệp{ $parts ->
        [1] .
       *[other] ; đây là phần { $part }/{ $parts }, tờ trình và bảng tổng hợp ở phần 1.
    }
bundle-folder = tep-kem-theo
bundle-list-name = danh-muc-tep.csv
bundle-file-gone = (tệp không còn lưu)
bundle-column-code = Mã
bundle-column-title = Tên sáng kiến
bundle-column-author = Tác giả
bundle-column-file = Tệp
bundle-column-size = Cỡ (byte)
bundle-column-sha256 = SHA-256

dossier-word-unknown =
    Bot chưa hiểu “{ $word }”. Mời đồng chí gõ, ví dụ:
    /hoso tờ trình
    /hoso zip từ 10/3 đến 31/3
dossier-no-such-day = Không có ngày “{ $day }”. Mời đồng chí gõ ngày trước, tháng sau, ví dụ: /hoso tờ trình từ 10/3 đến 31/3
dossier-days-reversed = Ngày bắt đầu { $since } sau ngày kết thúc { $until }. Mời đồng chí đổi lại giúp, ví dụ: /hoso tờ trình từ 10/3 đến 31/3
dossier-words-too-long = Yêu cầu dài quá. Mời đồng chí gõ ngắn thôi, ví dụ: /hoso tờ trình tháng 3
dossier-which = Hồ sơ của đơn vị nào? Mời đồng chí bấm một nút, hoặc gõ số thứ tự, ví dụ: 1
dossier-checklist =
    { $head }

    Hồ sơ gửi { $to }:
    { $lines }
dossier-please = Mời đồng chí lấy tờ trình và bảng tổng hợp, điền số, ngày, căn cứ, kiểm tra rồi ký, đóng dấu.
dossier-above = cấp trên
dossier-due = ✅ Hạn gửi: { $until } ({ $days ->
        [0] hôm nay là ngày cuối
       *[other] còn { $days } ngày
    })
dossier-late = 🔴 Đã quá hạn gửi: { $until }
dossier-due-below = 📅 CĐCS gửi hồ sơ chậm nhất { $until } ({ $days ->
        [0] hôm nay là ngày cuối
       *[other] còn { $days } ngày
    })
dossier-late-below = 📅 CĐCS đã hết hạn gửi hồ sơ: { $until }
dossier-valid =
    { $count ->
        [0] 🔴 Chưa có sáng kiến hợp lệ nào
       *[other] ✅ { $count } sáng kiến hợp lệ, được đưa vào hồ sơ
    }
dossier-waiting =
    { $count ->
        [0] ✅ Không còn sáng kiến chờ xác nhận
       *[other] 🔴 { $count } sáng kiến còn chờ xác nhận
    }
dossier-asked = 🔴 { $count } sáng kiến chờ tác giả bổ sung
dossier-unagreed = 🔴 { $count } sáng kiến đã xác nhận, chưa có ý kiến đồng ý của thủ trưởng hoặc người sử dụng lao động: { $codes }
dossier-unagreed-rest = { $codes }…
dossier-files = 📎 { $with }/{ $count } sáng kiến hợp lệ có tệp kèm theo
dossier-letter =
    { $head }

    Tờ trình đề nghị xét chọn { $count } sáng kiến { $which ->
        [selected] tiêu biểu
       *[valid] hợp lệ
    }, để đồng chí điền số, ngày, căn cứ, kiểm tra rồi ký, đóng dấu.{ $left ->
        [0] {""}
       *[other] {" "}Còn { $left } sáng kiến chưa hợp lệ nên chưa có trong tờ trình.
    }
dossier-none =
    { $head }

    Chưa có sáng kiến hợp lệ để lập hồ sơ. Sáng kiến hợp lệ là sáng kiến được CĐCS xác nhận, và thủ trưởng hoặc người sử dụng lao động đồng ý.
letter-number = Số: ……/TTr-{ $symbol }
letter-symbol-union = CĐCS
letter-symbol-other = ……
letter-symbol-federation = LĐLĐ
letter-country = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
letter-motto = Độc lập - Tự do - Hạnh phúc
letter-kind = TỜ TRÌNH
letter-subject = Về việc đề nghị xét chọn sáng kiến tham gia Chương trình “{ $name }”
letter-to = Kính gửi: { $to }
letter-to-nobody = Kính gửi: ……………………………………
letter-basis = Căn cứ Hướng dẫn số ……/HD-…… ngày …… tháng …… năm { $year } của { $to } về việc tổ chức Chương trình “{ $name }”.
letter-basis-nobody = Căn cứ ……………………………… về việc tổ chức Chương trình “{ $name }”.
letter-work-union = Ban Chấp hành { $issuer } đã phổ biến Chương trình đến đoàn viên, công nhân, viên chức, lao động; tiếp nhận sáng kiến; cùng thủ trưởng cơ quan, đơn vị hoặc người sử dụng lao động xem xét, xác nhận. Kết quả như sau ({ $period }):
letter-work-federation = { $issuer } đã chỉ đạo các công đoàn cơ sở phổ biến Chương trình đến đoàn viên, công nhân, viên chức, lao động; tiếp nhận sáng kiến; cùng thủ trưởng cơ quan, đơn vị hoặc người sử dụng lao động xem xét, xác nhận. Kết quả như sau ({ $period }):
letter-received = 1. Sáng kiến đã tiếp nhận: { $count } ({ $blocks }).
letter-received-unions = 1. Sáng kiến đã tiếp nhận: { $count } ({ $blocks }), của { $with }/{ $unions } công đoàn cơ sở.
letter-block = { $block }: { $count }
letter-confirmed = 2. Sáng kiến được xác nhận: { $count }, trong đó { $valid } sáng kiến được thủ trưởng cơ quan, đơn vị hoặc người sử dụng lao động đồng ý áp dụng.
letter-proposed = 3. Sáng kiến đề nghị xét chọn: { $count }, của { $authors } tác giả{ $where ->
        [here] , gồm:
       *[table] {" "}(có Bảng tổng hợp tóm tắt sáng kiến kèm theo).
    }
letter-benefit = Giá trị làm lợi do tác giả ước tính: { $sums }.
letter-sum = { $sum } đồng { $period }
letter-promise = { $issuer } chịu trách nhiệm về hồ sơ đề nghị; đến ngày lập tờ trình, các sáng kiến nêu trên không có khiếu nại về nội dung, kết quả và không có tranh chấp về tác giả.
letter-request = Kính đề nghị { $to } xem xét, lựa chọn các sáng kiến nêu trên (kèm theo Bảng tổng hợp tóm tắt sáng kiến và các giấy tờ liên quan)./.
letter-request-nobody = Kính đề nghị xem xét, lựa chọn các sáng kiến nêu trên (kèm theo Bảng tổng hợp tóm tắt sáng kiến và các giấy tờ liên quan)./.
letter-column-number = STT
letter-column-title = Tên sáng kiến
letter-column-author = Tác giả
letter-column-workplace = Đơn vị
letter-column-applied = Từ tháng
letter-copies = Nơi nhận:
letter-copy-above = - Như trên;
letter-copy-union = - Lưu: CĐCS.
letter-copy-federation = - Lưu: VT.
letter-file-name = to-trinh

report-table-sheet = Tổng hợp
report-table-title = BẢNG TỔNG HỢP TÓM TẮT SÁNG KIẾN THAM GIA CHƯƠNG TRÌNH “{ $name }”
report-table-attached = (Kèm theo Tờ trình số …………/TTr-……… ngày …… tháng …… năm { $year })
report-table-federation = Liên đoàn Lao động { $name }
report-table-union = Công đoàn cơ sở { $name }
report-table-total = Tổng cộng
report-table-count = { $count } sáng kiến
report-table-sum = Giá trị làm lợi { $period }
report-benefit-once = một lần
report-benefit-month = mỗi tháng
report-benefit-year = mỗi năm
report-table-date = …………………, ngày …… tháng …… năm { $year }
report-table-drawn-up = NGƯỜI LẬP BẢNG
report-table-signed-for = TM. BAN CHẤP HÀNH
report-table-signed-as = CHỦ TỊCH
report-column-number = STT
report-column-author = Họ và tên tác giả (đồng tác giả)
report-column-position = Chức vụ, công việc
report-column-workplace = Đơn vị công tác (CĐCS)
report-column-block = Khối
report-column-field = Lĩnh vực
report-column-title = Tên sáng kiến
report-column-summary = Tóm tắt nội dung
report-column-applied = Thời gian áp dụng (từ tháng/năm)
report-column-effect = Hiệu quả
report-column-benefit = Giá trị làm lợi (đồng)
report-column-period = Một lần, mỗi tháng hay mỗi năm
report-column-agreement = Xác nhận của thủ trưởng/ NSDLĐ
report-column-entered = Đã cập nhật phần mềm
report-column-note = Ghi chú
report-agreed = Đồng ý: { $name }, { $position }, ngày { $day }
report-row-valid = Mã { $code }
report-row-secret = { $said }. Bí mật công nghệ
report-row-entered = { $said }. Nhập hộ bởi { $name }
report-row-not-valid = Mã { $code }. Chưa hợp lệ: { $status }

button-report-tong = Tổng hợp
button-report-cdcs = Theo CĐCS
button-report-thieu = CĐCS chưa có
button-report-cho = Đang chờ
button-report-ngay = Theo ngày
button-report-kiemtra = Hồ sơ gửi cấp trên
button-report-totrinh = Tờ trình Word
button-report-excel = Bảng Excel
button-report-hoso = Hồ sơ ZIP
button-report-tieubieu = ⭐ Tiêu biểu đã chọn
button-report-xetchon = Xét chọn tiếp
button-report-unstaffed = CĐCS chưa có người duyệt
button-report-remind = 🔔 Nhắc các CĐCS chưa có
button-report-by-unit = Theo đơn vị
button-report-every-union = Từng CĐCS
button-report-above = ⬆ Lên cấp trên
button-report-unfiltered = Bỏ điều kiện lọc

### == chọn sáng kiến tiêu biểu ==

select-word-unknown =
    Bot chưa hiểu “{ $word }”. Mời đồng chí gõ, ví dụ:
    /chon A7K2 chọn một sáng kiến theo mã
    /chon ds xem các sáng kiến đã chọn
    /chon gửi cấp trên
select-which = Chọn sáng kiến tiêu biểu cho đơn vị nào? Mời đồng chí bấm một nút, hoặc gõ số thứ tự, ví dụ: 1
select-own = Đây là sáng kiến của chính đồng chí, nên xin để cán bộ khác xét chọn.
select-not-valid = Sáng kiến { $code } chưa hợp lệ nên chưa chọn được: cần CĐCS xác nhận, và thủ trưởng hoặc người sử dụng lao động đồng ý.
select-already = Sáng kiến này vừa được chọn rồi.
select-anonymous = Sáng kiến { $code } không còn thông tin tác giả nên không chọn được nữa.
select-reason-gone = (đã ẩn cùng thông tin tác giả)
select-gone = Sáng kiến { $code } không có trong danh sách đã chọn của đơn vị đồng chí.
selection-card =
    ⭐ { $code } · { $score } điểm
    { $title }
    { $place } đã chọn ({ $by })
    Lý do: { $reason }
selection-forwarded =
    ⭐ { $code } · { $score } điểm · đã gửi cấp trên
    { $title }
    { $place } đã chọn ({ $by })
    Lý do: { $reason }
    Danh sách đã gửi thì không sửa được nữa.
button-selection-sua = Sửa điểm, lý do
button-selection-bo = Bỏ chọn
ask-score = Chấm { $code } bao nhiêu điểm, theo thang 100? Ví dụ: 85
help-score = Điểm là số nguyên từ 1 đến 100, để xếp thứ tự khi gửi cấp trên. Tác giả không thấy điểm.
score-unreadable = Điểm cần là một số nguyên từ 1 đến 100. Ví dụ: 85
score-of-ten = Theo thang 100 là { $score } điểm, đúng không ạ?
ask-select-reason = Vì sao chọn { $code }? Tác giả được đọc nguyên văn. Mời đồng chí chọn một câu, hoặc gõ lý do, ví dụ: Tiết kiệm 20 triệu đồng mỗi năm.
ask-unselect-reason = Vì sao bỏ chọn { $code }? Tác giả được đọc nguyên văn. Mời đồng chí chọn một câu, hoặc gõ lý do, ví dụ: Số liệu cần kiểm tra lại.
help-select-reason = Lý do được gửi nguyên văn cho tác giả, xin viết ngắn và rõ, từ 5 đến 500 ký tự.
select-reason-empty = Lý do cần có chữ. Ví dụ: Tiết kiệm 20 triệu đồng mỗi năm.
select-reason-too-short = Lý do cần ít nhất { $least } ký tự để tác giả hiểu. Ví dụ: Tiết kiệm 20 triệu đồng mỗi năm.
select-reason-too-long = Lý do dài { $count } ký tự, quá { $excess } so với { $limit }. Đồng chí rút gọn giúp, ví dụ: Tiết kiệm 20 triệu đồng mỗi năm.
select-reason-far-too-long = Lý do dài quá nhiều so với { $limit } ký tự. Đồng chí rút gọn giúp, ví dụ: Tiết kiệm 20 triệu đồng mỗi năm.
select-reason-meant = Gửi tác giả lý do “{ $reason }”, đúng không ạ?
select-reason-benefit = Hiệu quả kinh tế rõ rệt.
select-reason-spread = Dễ áp dụng, nhân rộng được ở nhiều nơi.
select-reason-new = Cách làm mới, sáng tạo.
select-reason-safety = Cải thiện điều kiện làm việc, an toàn lao động.
select-reason-stronger = Nhường chỗ cho sáng kiến nổi trội hơn.
select-reason-twice = Trùng với sáng kiến khác đã được chọn.
select-reason-figures = Số liệu về hiệu quả cần kiểm tra thêm.
select-all-meant = Chọn { $code }, chấm { $score } điểm, gửi tác giả lý do “{ $reason }”, đúng không ạ?
select-stopped = Đã dừng, danh sách tiêu biểu không thay đổi.
selected = ⭐ { $place } đã chọn { $code } “{ $title }”, { $score } điểm. Tác giả được báo ngay.
selection-changed =
    ⭐ { $place } đã ghi lại { $code } “{ $title }”: { $score } điểm.{ $told ->
        [yes] {" "}Tác giả được báo lý do mới.
       *[no] {""}
    }
unselected = { $place } đã bỏ chọn { $code } “{ $title }”. Tác giả được báo kèm lý do.
author-selected =
    ⭐ Xin chúc mừng! Sáng kiến { $code } “{ $title }” của anh/chị được { $place } chọn là sáng kiến tiêu biểu.
    Lý do: { $reason }
author-selected-again =
    ⭐ Sáng kiến tiêu biểu { $code } “{ $title }” của anh/chị: { $place } ghi lại lý do chọn.
    Lý do: { $reason }
author-unselected =
    Sáng kiến { $code } “{ $title }” của anh/chị không còn trong danh sách tiêu biểu của { $place }.
    Lý do: { $reason }
    Sáng kiến vẫn hợp lệ như trước. Cảm ơn anh/chị.
author-forwarded = ⭐ { $place } đã gửi sáng kiến tiêu biểu { $code } “{ $title }” của anh/chị lên { $above }.
staff-forwarded = ⭐ { $place } gửi lên { $above } { $count } sáng kiến tiêu biểu. Mời đồng chí xem và xét chọn: /chon
notice-selected = được chọn là sáng kiến tiêu biểu
notice-unselected = không còn trong danh sách tiêu biểu
notice-forwarded = đã gửi cấp trên xét chọn
ask-forward =
    Gửi { $count } sáng kiến tiêu biểu của { $place } lên { $above }{ $left ->
        [0] {""}
       *[other] {" "}(điểm cao trước, còn { $left } sáng kiến gửi lần sau)
    }? Gửi rồi thì không sửa điểm, lý do hay bỏ chọn được nữa.
option-forward = Gửi
option-not-forward = Chưa gửi
forward-changed = Từ lúc bot hỏi, danh sách đã thay đổi.
forward-not = Chưa gửi gì, danh sách vẫn sửa được.
forward-none = Không có sáng kiến nào đã chọn mà chưa gửi.
forward-which = Gửi danh sách của đơn vị nào? Mời đồng chí bấm một nút, hoặc gõ số thứ tự, ví dụ: 1
forward-nobody-above = Đơn vị của đồng chí không có cấp trên trong hệ thống nên không gửi tiếp được.
forwarded =
    ⭐ { $place } đã gửi { $count } sáng kiến tiêu biểu lên { $above }. Tác giả được báo ngay{ $staff ->
        [0] ; { $above } chưa có cán bộ trên hệ thống nên xin đồng chí báo trực tiếp.
       *[other] , cán bộ { $above } cũng vậy.
    }{ $left ->
        [0] {""}
       *[other] {" "}Còn { $left } sáng kiến chưa gửi, mời đồng chí gửi tiếp.
    }
button-forward = ⬆ Gửi cấp trên
button-forward-more = ⬆ Gửi tiếp
select-progress = Đã chọn: { $count } (đã gửi cấp trên: { $forwarded })
select-candidates =
    { $head }
    { $chosen }

    Chờ xét: { $count } sáng kiến hợp lệ. Bấm mã hoặc gõ, ví dụ: chọn A7K2
    { $lines }

    Trang { $page }/{ $pages }
select-candidates-none =
    { $head }
    { $chosen }

    Không còn sáng kiến hợp lệ nào chờ xét.
select-candidate =
    • { $code }{ $score ->
        [0] {""}
       *[other] {" "}· cấp dưới chấm { $score } điểm
    }
    { $title }
    { $lines }
select-chosen =
    { $head }
    { $chosen }

    { $lines }

    { $hint }Trang { $page }/{ $pages }
select-change-hint = Sửa hoặc bỏ: gõ /chon kèm mã.{ " " }
select-chosen-none =
    { $head }
    { $chosen }

    Chưa có sáng kiến tiêu biểu nào được chọn.
select-chosen-line =
    { $number }. { $score } điểm · { $code }{ $is_forwarded ->
        [yes] {" "}· đã gửi
       *[no] {""}
    }
    { $title }
    { $place }
    → { $reason }
card-selected =
    ⭐ Sáng kiến tiêu biểu: { $place } chọn ngày { $on }{ $score ->
        [0] {""}
       *[other] {", "}{ $score } điểm
    }{ $forwarded ->
        [no] {""}
       *[other] {", "}gửi cấp trên ngày { $forwarded }
    }
card-selected-reason = Lý do chọn: { $reason }
report-count-selected = • Tiêu biểu: { $count } (đã gửi cấp trên: { $forwarded })
report-row-selected = { $said }. Tiêu biểu: { $reason }
report-row-scored = { $said }. Tiêu biểu, { $score } điểm: { $reason }
dossier-selected-above = Sáng kiến tiêu biểu do LĐLĐ cấp trên chọn. Hồ sơ của CĐCS gồm mọi sáng kiến hợp lệ, đồng chí lấy bằng lệnh /hoso
dossier-none-selected =
    { $head }

    Chưa có sáng kiến tiêu biểu nào được chọn. Mời đồng chí chọn: /chon

### == thông báo chung ==

ask-broadcast-audience = { $place } gửi thông báo cho ai?
option-audience-executives = Cán bộ CĐCS
option-audience-staff = Cán bộ LĐLĐ cấp dưới
option-audience-authors = Người đã nộp sáng kiến
ask-broadcast-node = Đồng chí gửi với tư cách đơn vị nào?
ask-broadcast-text = Mời đồng chí gõ nội dung, tối đa { $limit } ký tự. Ví dụ: Hạn gửi hồ sơ là 24h ngày 11/4, đơn vị nào cần hỗ trợ xin gõ /hotro
help-broadcast-text = Người nhận đọc đúng những gì đồng chí gõ, có tên đơn vị ở đầu. Trước khi gửi, bot cho xem lại. Ai đã gõ “dừng nhắc” thì không nhận.
announcement-empty = Thông báo cần có chữ. Ví dụ: Hạn gửi hồ sơ là 24h ngày 11/4.
announcement-too-short = Thông báo cần ít nhất { $least } ký tự. Ví dụ: Hạn gửi hồ sơ là 24h ngày 11/4.
announcement-too-long = Thông báo dài { $count } ký tự, quá { $excess } so với { $limit }. Đồng chí rút gọn giúp, ví dụ: Hạn gửi hồ sơ là 24h ngày 11/4.
announcement-far-too-long = Thông báo dài quá nhiều so với { $limit } ký tự. Đồng chí rút gọn giúp, ví dụ: Hạn gửi hồ sơ là 24h ngày 11/4.
ask-broadcast-sure =
    Tin sau sẽ tới { $count } người ({ $audience }):

    { $preview }

    Gửi tin này?
option-broadcast-send = Gửi
option-broadcast-edit = Viết lại
option-broadcast-not = Không gửi
broadcast-many = rất nhiều
broadcast-said =
    📣 { $place } thông báo:
    { $text }
    Cần hỏi lại, xin gõ /hotro
broadcast-begun = 📣 Bot bắt đầu gửi. Chuyển xong, bot báo đồng chí số người. Muốn dừng, xin gõ /thongbao dừng
broadcast-later = 📣 Bot bắt đầu gửi lúc { $at }, để không làm phiền ban đêm. Chuyển xong, bot báo đồng chí số người. Muốn dừng, xin gõ /thongbao dừng
broadcast-done =
    { $count ->
        [0] 📣 Thông báo “{ $text }” chưa đi tới ai: đã quá lâu, không còn người nhận, hoặc đồng chí không còn phụ trách đơn vị ấy.
       *[other] 📣 Thông báo “{ $text }” đã được chuyển đi cho { $count } người. Ai chưa mở máy thì nhận sau.
    }
broadcast-nobody = Chưa có ai để nhận: { $audience }. Người nhận phải đã dùng bot và không tắt tin nhắc.
broadcast-too-many = Trong 24 giờ qua đơn vị đã gửi { $most } thông báo. Để người nhận khỏi bỏ sót tin, xin đồng chí gửi tiếp sau.
broadcast-not = Chưa gửi gì.
broadcast-stopped = Đã dừng. Trước khi dừng, tin đã đi tới { $count } người; những người khác không nhận nữa.
broadcast-stopped-yours = 📣 Thông báo “{ $text }” của đồng chí đã được một đồng chí khác dừng lại.
broadcast-yes-or-no = Mời đồng chí chọn: Gửi, Viết lại hoặc Không gửi. Ví dụ: gửi
broadcast-none-running = Không có thông báo nào đang gửi, hoặc tin đã đi hết.
button-broadcast-stop = Dừng gửi

### == nhập danh sách CĐCS ==

import-row = Dòng { $row }, cột “{ $column }”: { $problem }
import-file = Tệp: { $problem }
import-done = Mới { $new }, thay đổi { $changed }, giữ nguyên { $unchanged }, sai { $wrong }.
import-more = … và { $count } chỗ sai khác. Thêm --errors TỆP.xlsx để lấy tất cả trong một tệp.
import-send-file = Xin gửi tệp .xlsx hoặc .csv, ví dụ: cdcs.xlsx; hoặc bấm “Lấy tệp mẫu”.
import-option-template = Lấy tệp mẫu
import-option-apply = Áp dụng
import-option-stop = Thôi
import-template-ready = Tệp mẫu danh sách CĐCS. Đồng chí điền vào trang “Danh sách CĐCS”, cách điền ở trang “Hướng dẫn”, rồi gõ /nhap và gửi lại tệp.
import-file-name = mau-danh-sach-cdcs.xlsx
import-marked-name = danh-sach-cdcs-co-loi.xlsx
import-wrong-rows =
    Chưa nhập gì: { $wrong_rows } dòng có chỗ sai ({ $wrong } chỗ). Dòng đúng: { $new } mới, { $changed } thay đổi, { $unchanged } giữ nguyên.
    { $lines }
    Tệp kèm theo có cột “Lỗi” và tô màu mọi chỗ sai. Đồng chí sửa rồi gửi lại tệp ở đây.
import-wrong-file =
    Chưa nhập gì.
    { $lines }
    Xin gửi tệp khác ở đây.
import-nothing-new = Danh sách này đã có đủ { $unchanged } CĐCS, không có gì phải thay đổi.
import-being-applied = Đang nhập { $new } CĐCS mới và { $changed } thay đổi. Xin chờ một chút…
import-applied = Đã nhập xong: { $new } CĐCS mới, { $changed } thay đổi, { $unchanged } giữ nguyên. Bước tiếp theo: /moi mời cán bộ CĐCS, /qr lấy mã QR.
import-stopped = Đã thôi, không nhập gì. Muốn nhập lại, gõ /nhap
import-stale =
    Chưa nhập gì, vì danh bạ vừa thay đổi nên danh sách không còn khớp.
    { $lines }
    Gõ /nhap và gửi lại tệp.
import-otherwise = Chưa nhập gì: danh bạ vừa thay đổi nên kết quả sẽ khác với những gì đồng chí đã xem. Mời đồng chí xem lại.
import-clash = có mã vừa được dùng cho đơn vị khác.
import-gone = Chưa nhập gì: danh sách đã quá hạn giữ. Gõ /nhap và gửi lại tệp.
import-failed = Chưa nhập được do lỗi của hệ thống, danh bạ vẫn như cũ. Xin gõ /nhap và gửi lại tệp sau ít phút.
import-progress-reading = Đang đọc: { $rows } dòng…
import-progress-checking = Đang kiểm tra: { $rows }/{ $of } dòng…
import-progress-marking = Đang đánh dấu chỗ sai: { $rows }/{ $of } dòng…
import-progress-storing = Đang ghi: { $rows }/{ $of } CĐCS…
import-copy-written = { $count } dòng sai đã được đánh dấu; sửa rồi nhập lại chính tệp này.
import-not-readable = không đọc được. Mở lại bằng Excel rồi lưu dạng .xlsx hoặc .csv (UTF-8), ví dụ: cdcs.xlsx
import-not-a-list = không phải bảng tính. Cần tệp .xlsx hoặc .csv, ví dụ: cdcs.xlsx
import-old-workbook = là dạng Excel cũ (.xls). Mở bằng Excel, chọn Lưu thành (Save As), kiểu “Excel Workbook (*.xlsx)”, rồi gửi lại.
import-other-workbook = là dạng bảng tính khác. Chọn Lưu thành (Save As), kiểu “Excel Workbook (*.xlsx)”, rồi gửi lại.
import-encrypted = có mật khẩu. Bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu rồi gửi lại.
import-old-font = viết bằng phông chữ cũ (.VnTime hoặc VNI). Chuyển sang Unicode, ví dụ bằng Unikey: chép cả bảng, bấm Ctrl+Shift+F6, chọn TCVN3 (ABC) → Unicode, dán lại, rồi gửi lại.
import-encoding-unknown = có bảng mã không rõ, tên sẽ sai dấu. Lưu dạng .xlsx, hoặc “CSV UTF-8”, rồi gửi lại.
import-quote-missing = thiếu dấu ngoặc kép đóng, khoảng từ dòng { $row }. Nên lưu dạng .xlsx rồi gửi lại.
import-nothing-in-it = không có gì bên trong. Gửi tệp có danh sách.
import-bomb = quá lớn hoặc quá phức tạp để đọc. Chép riêng danh sách sang một tệp mới rồi gửi lại.
import-too-large = lớn quá { $most } MB. Chia thành nhiều tệp.
import-too-many-rows = nhiều hơn { $most } dòng. Chia thành nhiều tệp.
import-no-header = thiếu dòng tiêu đề. Cần các cột: Mã LĐLĐ, Mã CĐCS, Tên CĐCS; nên có: Khối, Tên gọi khác
import-no-column-federation-code = thiếu cột “Mã LĐLĐ” (mã của liên đoàn mà CĐCS trực thuộc), ví dụ: 04.045
import-no-column-code = thiếu cột “Mã CĐCS” (mã riêng của từng CĐCS), ví dụ: 001
import-no-column-name = thiếu cột “Tên CĐCS”, ví dụ: Trường THCS Xuân Hòa
import-no-rows = không có dòng nào dưới tiêu đề.
import-empty = để trống. Ví dụ đúng: { $example }
import-federation-unknown = không có liên đoàn mã “{ $value }”. Ví dụ đúng: 04.045 (ô để kiểu Văn bản, giữ số 0 ở đầu)
import-federation-not-yours = mã “{ $value }” ngoài phạm vi đồng chí phụ trách. Gõ /nhap mau để xem các mã dùng được.
import-code-wrong = “{ $value }” không đúng: 1–40 chữ cái không dấu, chữ số, gạch nối. Ví dụ đúng: 001 hoặc th-binhminh
import-code-of-other = “{ $value }” đã là mã của một cấp khác. Đặt mã khác, ví dụ: 001
import-code-elsewhere = “{ $value }” là mã của một đơn vị ngoài phạm vi đồng chí phụ trách. Đặt mã khác, ví dụ: 001
import-code-closed = “{ $value }” là CĐCS đã đóng hoặc đã sáp nhập. Muốn dùng lại, mở lại bằng lệnh /donvi; nếu là đơn vị khác, đặt mã khác.
import-code-twice = “{ $value }” đã có ở dòng { $first }. Mỗi CĐCS một mã riêng.
import-parent-other = đơn vị này đang thuộc { $parent }. Danh sách không chuyển đơn vị được: ghi đúng cấp trên đó, hoặc nhờ người vận hành chuyển trước.
import-name-twice = “{ $value }” đã là tên của CĐCS mã { $code } cùng cấp trên. Nếu là một đơn vị, dùng mã đó; nếu là hai, ghi tên cho khác nhau.
import-name-wrong = cần có chữ và không quá { $most } ký tự. Ví dụ đúng: Trường THCS Xuân Hòa
import-block-wrong = “{ $value }” không phải là khối. Ghi: doanh nghiệp hoặc hành chính sự nghiệp
import-aliases-wrong = tối đa { $most } tên gọi khác, cách nhau bằng dấu chấm phẩy. Ví dụ đúng: THCS Xuân Hòa; Trường Xuân Hòa
import-cell-formula = là công thức chưa có kết quả. Mở bằng Excel rồi lưu lại, hoặc gõ thẳng giá trị.
import-cell-error = công thức báo lỗi “{ $value }”. Gõ thẳng giá trị vào ô.
import-cell-date = Excel đã hiểu thành ngày tháng. Đặt ô kiểu Văn bản (Text) rồi gõ lại.
import-old-font-cell = “{ $value }” viết bằng phông chữ cũ. Gõ lại bằng Unicode.
import-sheet = Danh sách CĐCS
import-sheet-mistakes = Lỗi
import-sheet-guide = Hướng dẫn
import-column-mistakes = Lỗi
import-column-row = Dòng
import-column-column = Cột
import-heading-federation-code = Mã LĐLĐ
import-heading-code = Mã CĐCS
import-heading-name = Tên CĐCS
import-heading-block = Khối
import-heading-aliases = Tên gọi khác
import-guide-federation-code = Bắt buộc. Mã của liên đoàn mà CĐCS trực thuộc; các mã dùng được ở bảng bên dưới. Ô kiểu Văn bản, giữ số 0 ở đầu.
import-guide-code = Bắt buộc. Mã riêng của CĐCS trong liên đoàn đó: 1–40 chữ cái không dấu, chữ số, gạch nối. Ví dụ: 001. Gửi lại cùng mã là sửa CĐCS đó, không thêm lần nữa.
import-guide-name = Bắt buộc. Tên đầy đủ như đoàn viên vẫn gọi. Dòng có tên bắt đầu bằng “Ví dụ:” được bỏ qua.
import-guide-block = Nên có. Chọn trong danh sách: Doanh nghiệp hoặc Hành chính sự nghiệp.
import-guide-aliases = Nên có. Tên tắt, tên cũ, cách nhau bằng dấu chấm phẩy. Ví dụ: THCS Xuân Hòa; Trường Xuân Hòa
import-guide-codes = Mã LĐLĐ dùng được
import-guide-names = Tên
import-example-name = Trường THCS Xuân Hòa
import-example-aliases = THCS Xuân Hòa; Trường Xuân Hòa
import-block-enterprise = Doanh nghiệp
import-block-public = Hành chính sự nghiệp

## Danh sách sáng kiến của một CĐCS
bulk-declaration = Bấm “Nộp” là đồng chí cam đoan: từng tác giả đã đồng ý bằng văn bản, có chữ ký, cho CĐCS nộp sáng kiến và thông tin của mình; CĐCS giữ bản có chữ ký.
bulk-of-one = { $place }
bulk-of-many = { $unions } CĐCS
bulk-option-file = Nộp { $new } sáng kiến
bulk-option-stop = Hủy
bulk-send-file = Xin gửi tệp .xlsx hoặc .csv, ví dụ: sang-kien.xlsx; hoặc bấm “Lấy tệp mẫu”.
bulk-template-ready = Tệp mẫu danh sách sáng kiến, mỗi dòng một sáng kiến. Cách điền ở trang “Hướng dẫn”. Điền xong, đồng chí gõ /nhapsangkien rồi gửi lại tệp.
bulk-file-name = mau-danh-sach-sang-kien.xlsx
bulk-marked-name = danh-sach-sang-kien-can-xem.xlsx
bulk-receipts-name = ma-sang-kien.xlsx
bulk-wrong-rows =
    Chưa nộp gì: { $wrong_rows } dòng có chỗ sai ({ $wrong } chỗ).
    { $lines }
    Tệp kèm theo có cột “Lỗi” và tô màu mọi chỗ sai. Đồng chí sửa rồi gửi lại tệp ở đây.
bulk-wrong-file =
    Chưa nộp gì.
    { $lines }
    Xin gửi tệp khác ở đây.
bulk-remarks =
    Không có chỗ sai. { $notes } chỗ nên xem lại trước khi nộp:
    { $lines }
bulk-nothing-new = Cả { $there } sáng kiến trong danh sách đều đã được nộp, không có gì mới để nộp thêm.
bulk-being-filed = Đang nộp { $new } sáng kiến. Xin chờ một chút…
bulk-filed = Đã nộp { $new } sáng kiến của { $authors } tác giả. Mã của từng sáng kiến ở tệp kèm theo; các đồng chí có quyền duyệt đã được báo. Xem từng sáng kiến: /duyet
bulk-stopped = Đã dừng, chưa nộp gì. Muốn gửi lại danh sách, đồng chí gõ /nhapsangkien
bulk-gone = Chưa nộp gì: danh sách đã quá hạn giữ. Đồng chí gõ /nhapsangkien và gửi lại tệp.
bulk-failed = Chưa nộp được do lỗi của hệ thống, không có sáng kiến nào được ghi. Sau ít phút, đồng chí gõ /nhapsangkien và gửi lại tệp.
bulk-not-yours = Chưa nộp gì: đồng chí không còn phụ trách CĐCS có trong danh sách. Cần trợ giúp, xin gõ /hotro
bulk-place-closed = Chưa nộp gì: có CĐCS trong danh sách vừa ngừng hoạt động hoặc sáp nhập. Đồng chí gõ /nhapsangkien và gửi lại tệp.
bulk-no-union = CĐCS mà đồng chí phụ trách đã ngừng hoạt động hoặc sáp nhập nên không nhận thêm sáng kiến. Cần trợ giúp, xin gõ /hotro
bulk-too-late = Chưa nộp gì: chương trình đã ngừng nhận sáng kiến. Cần hỏi thêm, xin gõ /hotro
bulk-by-operator = Người vận hành hệ thống
bulk-told-executive = { $by } vừa nộp { $new } sáng kiến của { $place } từ một danh sách. Xem và xác nhận: /duyet
bulk-told-author =
    Công đoàn { $place } đã nộp giúp anh/chị:
    { $lines }
    Anh/chị xem lại bằng lệnh /theodoi. Nếu không phải của anh/chị, xin báo ban chấp hành công đoàn hoặc gõ /hotro
bulk-told-line = • { $title }, mã { $code }
bulk-told-more = • và { $count } sáng kiến nữa
bulk-done = Mới { $new }, đã có { $there }, sai { $wrong }.
bulk-copy-written = { $count } dòng đã được đánh dấu; sửa rồi nhập lại chính tệp này.
bulk-no-header = thiếu dòng tiêu đề. Cần các cột: Họ tên, Số CCCD/CMND, Số điện thoại, Tháng áp dụng, Tên sáng kiến, Mô tả; nên có: Khối, Lĩnh vực
bulk-nothing-in-it = không có gì bên trong. Gửi tệp có danh sách sáng kiến.
bulk-no-column-union = thiếu cột “Mã CĐCS” (danh sách của nhiều CĐCS), ví dụ: 04.045.hoamai
bulk-no-column-full-name = thiếu cột “Họ tên”, ví dụ: Nguyễn Văn A
bulk-no-column-id-number = thiếu cột “Số CCCD/CMND”, ví dụ: 004 085 000 123
bulk-no-column-phone = thiếu cột “Số điện thoại”, ví dụ: 0912 345 678
bulk-no-column-block = thiếu cột “Khối” (có CĐCS trong danh sách chưa ghi khối), ví dụ: Doanh nghiệp
bulk-no-column-applied-on = thiếu cột “Tháng áp dụng”, ví dụ: 3/2021
bulk-no-column-title = thiếu cột “Tên sáng kiến”, ví dụ: Cải tiến máy tẽ ngô
bulk-no-column-description = thiếu cột “Mô tả” (cách làm cũ, cách làm mới, kết quả)
bulk-union-unknown = “{ $value }” không phải mã CĐCS mà đồng chí phụ trách. Mã đúng ở trang “Hướng dẫn” của tệp mẫu: /nhapsangkien mau
bulk-block-missing = để trống. Ghi: doanh nghiệp hoặc hành chính sự nghiệp
bulk-field-wrong = “{ $value }” không phải là lĩnh vực. Chọn trong danh sách của tệp mẫu, ví dụ: Sản xuất; chưa rõ thì để trống.
bulk-benefit-unit = chưa rõ là nghìn, triệu hay tỷ đồng. Ghi cả đơn vị, ví dụ: 15 triệu một năm
bulk-benefit-wrong = chưa nhận ra số tiền. Ghi số kèm đơn vị, ví dụ: 15 triệu một năm; chưa tính được thì để trống.
bulk-twice = sáng kiến này của cùng tác giả đã có ở dòng { $first }. Mỗi sáng kiến một dòng.
bulk-id-of-two = số này ở dòng { $first } là của người khác. Mỗi người một số.
bulk-id-zeros = bảng tính đã bỏ số 0 ở đầu, bot ghi lại là { $number }. Xin xem lại trên thẻ.
bulk-id-born-abroad = số { $number } có mã của người đăng ký khai sinh ở nước ngoài. Xin xem lại trên thẻ.
bulk-id-age = theo số { $number }, năm sinh là { $year }. Xin xem lại trên thẻ.
bulk-name-telex = hình như gõ khi bộ gõ tiếng Việt chưa bật: { $name }
bulk-name-question = tên giống một câu hỏi: { $name }
bulk-name-one-word = họ tên chỉ có một từ: { $name }
bulk-name-without-marks = tên không có dấu: { $name }
bulk-phone-prefix = số { $phone } có đầu số lạ.
bulk-phone-lost-zero = thiếu số 0 ở đầu, bot ghi là { $phone }
bulk-phone-old-number = đầu số { $old } đã đổi từ năm 2018, bot ghi là { $phone }
bulk-title-question = tên sáng kiến giống một câu hỏi: { $title }
bulk-title-one-word = tên sáng kiến chỉ có một từ: { $title }
bulk-description-short = mới có { $count } ký tự; nên viết ít nhất { $least }: cách làm cũ, cách làm mới, kết quả.
bulk-month-read = Excel hiểu là tháng { $month }. Xin xem lại ngày và tháng.
bulk-alike-same = gần giống dòng { $first } của cùng tác giả.
bulk-alike-other = gần giống dòng { $first } của { $name }
bulk-column-twice = bot hiểu như cột “{ $first }” nên không dùng. Cần lấy cột này thì xóa tiêu đề của cột kia.
bulk-sheet = Danh sách sáng kiến
bulk-sheet-receipts = Mã sáng kiến
bulk-title = Danh sách sáng kiến của { $place }
bulk-heading-union = Mã CĐCS
bulk-heading-full-name = Họ tên
bulk-heading-id-number = Số CCCD/CMND
bulk-heading-phone = Số điện thoại
bulk-heading-block = Khối
bulk-heading-field = Lĩnh vực
bulk-heading-applied-on = Tháng áp dụng
bulk-heading-title = Tên sáng kiến
bulk-heading-description = Mô tả
bulk-heading-benefit = Giá trị làm lợi
bulk-heading-row = Dòng
bulk-heading-code = Mã
bulk-heading-state = Kết quả
bulk-state-new = vừa nộp
bulk-state-there = đã có từ trước
bulk-guide-union = Bắt buộc. Mã của CĐCS có sáng kiến; các mã dùng được ở bảng bên dưới.
bulk-guide-full-name = Bắt buộc. Họ và tên một tác giả; đồng tác giả thì mỗi người một dòng. Dòng bắt đầu bằng “Ví dụ:” được bỏ qua.
bulk-guide-id-number = Bắt buộc. CCCD 12 số hoặc CMND 9 số. Ô kiểu Văn bản, giữ số 0 ở đầu.
bulk-guide-phone = Bắt buộc. Số di động của tác giả. Ô kiểu Văn bản, giữ số 0 ở đầu.
bulk-guide-block = Chọn trong danh sách. Để trống: lấy khối của CĐCS.
bulk-guide-field = Chọn trong danh sách. Chưa rõ thì để trống.
bulk-guide-applied-on = Bắt buộc. Tháng áp dụng lần đầu, từ tháng { $first } đến tháng { $last }. Ví dụ: { $first }
bulk-guide-title = Bắt buộc. Một câu ngắn, không quá 150 ký tự.
bulk-guide-description = Bắt buộc. Cách làm cũ, cách làm mới, kết quả; không quá { $limit } ký tự kể cả dấu cách.
bulk-guide-benefit = Nếu tính được: số tiền kèm đơn vị. Ví dụ: 15 triệu một năm
bulk-guide-consent = Trước khi nộp
bulk-guide-consent-why = Mỗi tác giả đồng ý bằng văn bản, có chữ ký, cho CĐCS nộp sáng kiến và thông tin của mình. CĐCS giữ bản có chữ ký.
bulk-guide-codes = Mã CĐCS dùng được
bulk-example-name = Nguyễn Văn A
bulk-example-title = Cải tiến máy tẽ ngô
bulk-example-description = Trước đây tẽ ngô bằng tay, ba người làm một ngày. Nay dùng máy tự chế từ động cơ cũ, một người làm trong hai giờ.
bulk-example-benefit = 15 triệu một năm

### == nhắc việc ==

reminder-button-stop = Dừng nhắc
reminder-button-start = Nhắc lại
reminder-stopped = Đã dừng. Bot sẽ không nhắc việc nữa; kết quả xác nhận và sáng kiến mới chờ duyệt vẫn được báo như thường. Muốn được nhắc trở lại, gõ: nhắc lại
reminder-started = Khi có bản nháp chưa gửi, sáng kiến chờ duyệt hoặc sắp hết hạn, bot sẽ nhắc. Muốn thôi, gõ: dừng nhắc
reminder-draft =
    Bản nháp sáng kiến của anh/chị vẫn đang chờ, { $left ->
        [0] chỉ cần xem lại rồi bấm gửi
       *[other] còn { $left } câu là xong
    }. Chương trình nhận đến { $end }.
reminder-draft-closing =
    { $days ->
        [1] Hôm nay là ngày cuối
       *[other] Còn { $days } ngày
    } để gửi sáng kiến ({ $end }). Bản nháp của anh/chị vẫn đang chờ, { $left ->
        [0] chỉ cần xem lại rồi bấm gửi.
       *[other] còn { $left } câu là xong.
    }
reminder-decisions = Có { $count } sáng kiến đang chờ đồng chí xác nhận. Mời đồng chí gõ /duyet
reminder-decisions-overdue =
    Có { $count } sáng kiến đang chờ đồng chí xác nhận. Đã chờ từ 2 ngày trở lên: { $overdue }
    { $lines }
    Tác giả đang mong tin. Mời đồng chí gõ /duyet
reminder-escalation =
    Trong địa bàn của đồng chí có { $count } sáng kiến đã chờ từ 4 ngày trở lên mà chưa được xác nhận:
    { $lines }
    Nhờ đồng chí đôn đốc CĐCS. Xem đủ danh sách: gõ /report cho
reminder-line = • { $code } “{ $title }”, chờ từ { $at }
reminder-line-of-place = • { $code }, { $place }, chờ từ { $at }
reminder-more = … và { $count } sáng kiến nữa
announce-opening = Chương trình “{ $name }” đã mở, nhận sáng kiến đến { $end }. Nhờ đồng chí phổ biến tới đoàn viên, người lao động; lấy mã QR của đơn vị để in hoặc gửi vào nhóm: gõ /qr
announce-closing-soon = Còn { $days } ngày là chương trình “{ $name }” ngừng nhận sáng kiến ({ $end }). Nhờ đồng chí nhắc anh chị em gửi nốt, và duyệt sáng kiến đang chờ: gõ /duyet
announce-closing = Chương trình “{ $name }” đã ngừng nhận sáng kiến ({ $end }). Sáng kiến đã nộp vẫn duyệt được: mời đồng chí gõ /duyet
announce-closing-draft = Chương trình “{ $name }” đã ngừng nhận sáng kiến ({ $end }) khi bản nháp của anh/chị chưa được gửi. Bản nháp vẫn được giữ 30 ngày; nếu chương trình gia hạn, anh/chị gửi tiếp được ngay.
announce-dossier =
    { $days ->
        [1] Hôm nay là ngày cuối
       *[other] Còn { $days } ngày
    } để gửi hồ sơ giấy về LĐLĐ cấp trên ({ $end }): tờ trình, bảng tổng hợp tóm tắt sáng kiến và giấy tờ kèm theo. Xem còn thiếu gì và lấy tờ trình, bảng tổng hợp lập sẵn: mời đồng chí gõ /hoso. Duyệt nốt sáng kiến đang chờ: /duyet

### == vận hành ==

ops-overview = { $lines }
ops-fine = 🟢 Mọi thứ bình thường
ops-trouble = 🔴 Có { $count } việc cần xem
ops-outbox = 📤 Tin chờ gửi: { $pending } (lâu nhất: { $oldest }) · đã bỏ: { $failed } · chưa rõ đã tới hay chưa, 24 giờ qua: { $unknown }
ops-parked = ⏸ Tin chờ người nhận nhắn lại: { $count }
ops-unpaid = 💰 { $name }: { $count } tin chờ tài khoản Zalo Cloud được liên kết hoặc nạp tiền
ops-inbox = 📥 Tin đang giữ trên đĩa: { $spooled } · để riêng: { $aside }
ops-traffic-hour = 📈 Một giờ qua: { $updates } lượt nhắn, { $filed } sáng kiến
ops-traffic-day = 📈 Một ngày qua: { $updates } lượt nhắn, { $filed } sáng kiến
ops-channel-up = 🔌 Kênh { $name }: dùng được
ops-channel-down = 🔌 Kênh { $name }: không dùng được ({ $code })
ops-month = 📮 { $name } tháng này: gửi { $sent }, nhận { $received } · dự kiến cả tháng gửi { $forecast }
ops-quota = 📮 { $name }: đã dùng { $percent }% của { $limit } tin một tháng · { $people }/{ $most } người
ops-billed = 💰 { $name }: { $count } tin mất phí · dự kiến cả tháng { $forecast } tin, { $cost } đồng
ops-templates = 💰 { $name }: { $count } tin theo mẫu · dự kiến cả tháng { $forecast } tin, { $cost } đồng
ops-database = 💾 { $kind }: { $size } · đĩa còn trống { $free } ({ $percent }%)
ops-program = ⚙️ Bản { $version }, lược đồ { $revision } · chạy được { $uptime }
ops-backup = 🗄 Sao lưu gần nhất: { $at }
ops-backup-none = 🗄 Chưa sao lưu lần nào
ops-seconds = { $count } giây
ops-minutes = { $count } phút
ops-hours = { $count } giờ
ops-days = { $count } ngày
ops-mb = { $count } MB
ops-gb = { $count } GB
ops-button-refresh = Làm mới
ops-button-retry = Gửi lại tin đã bỏ
ops-retried = { $count ->
        [0] Không có tin nào đã bỏ.
       *[other] Sẽ gửi lại { $count } tin.
    } Xem tình trạng: /ops

alarms-open =
    🔴 Có { $count } việc cần xem
    { $lines }
    Xem tình trạng: /ops
alarms-over =
    🟢 Đã ổn
    { $over }
    Mọi thứ bình thường.
alarms-less =
    🟢 Đã ổn
    { $over }
    🔴 Còn { $count } việc cần xem
    { $lines }
    Xem tình trạng: /ops
alarms-line = • { $text }

alarm-title-database = Không ghi được cơ sở dữ liệu
alarm-title-outbox-late = Tin đi chậm
alarm-title-outbox-failed = Tin bị bỏ
alarm-title-set-aside = Tin để riêng
alarm-title-codes = Nhiều mã sai
alarm-title-spool = Tin phải giữ trên đĩa
alarm-title-channel = Kênh { $subject } không dùng được
alarm-title-webhook = Tin từ { $subject } vào chậm
alarm-title-disk = Đĩa sắp đầy
alarm-title-clock = Đồng hồ lệch
alarm-title-backup = Lâu chưa sao lưu
alarm-title-token = Mã truy cập { $subject } sắp hết hạn
alarm-title-unpaid = { $subject } chờ nạp tiền
alarm-title-quota = { $subject } sắp hết hạn mức

alarm-database = Không ghi được cơ sở dữ liệu. Lời nhắn vẫn được giữ trên đĩa, nhưng chưa ai được trả lời. Anh/chị xem cơ sở dữ liệu còn chạy không, còn chỗ trống không; trên máy chủ: bot doctor
alarm-outbox-late = Tin trả lời đi chậm, lâu nhất đã chờ { $figure } phút. Người nhắn chưa thấy trả lời. Anh/chị xem kênh có dùng được không, rồi xem nhật ký.
alarm-outbox-failed = { $figure } tin không gửi được nên đã bỏ. Người nhận không biết. Anh/chị xem lý do: bot outbox list; sửa xong thì gõ /ops guilai
alarm-set-aside = { $figure } lời nhắn làm bot lỗi nên đã để riêng. Người gửi được báo là có lỗi. Anh/chị xem lỗi: bot inbox list; báo người viết phần mềm, sửa xong thì chạy: bot inbox retry
alarm-codes = { $figure } mã không đúng trong một giờ qua, có thể ai đó đang dò mã mời. Chưa ai lọt vào vì thế: mỗi tài khoản chỉ được sai 10 lần một giờ. Anh/chị xem nhật ký code_refused theo tài khoản; nếu dồn dập thì báo LĐLĐ rà lại cán bộ mới (/canbo ds).
alarm-spool = { $figure } lời nhắn đang giữ trên đĩa, chờ cơ sở dữ liệu. Người nhắn chưa thấy trả lời, chưa mất gì. Anh/chị xem cơ sở dữ liệu có chậm hay bị khóa không.
alarm-channel = { $figure ->
        [2] Kênh { $subject } không nhận thiết lập của bot: token hoặc địa chỉ sai. Ai nhắn qua kênh này cũng không được trả lời. Anh/chị sửa .env rồi khởi động lại; trên máy chủ: bot doctor
       *[other] Kênh { $subject } không trả lời. Ai nhắn qua kênh này thì chưa nhận được tin; tin đang chờ. Anh/chị xem đường mạng của máy chủ; nếu lỗi ở nền tảng thì chờ, bot tự gửi tiếp.
    }
alarm-webhook = Kênh { $subject } đang giữ { $figure } lời nhắn chưa đưa được vào bot. Người nhắn chưa thấy trả lời. Anh/chị xem PUBLIC_URL có mở được từ ngoài không, chứng chỉ HTTPS còn hạn không.
alarm-disk = Đĩa chỉ còn trống { $figure } MB. Người nhắn chưa thấy gì; đầy thì bot ngừng nhận. Anh/chị xóa bớt bản sao cũ, nhật ký cũ, hoặc thêm đĩa.
alarm-clock = Đồng hồ máy lệch hoặc nhảy { $figure } giây. Hạn nộp và lời nhắc việc có thể sai giờ. Anh/chị bật đồng bộ giờ (timedatectl) trên máy bot và máy cơ sở dữ liệu.
alarm-backup = Đã { $figure } ngày chưa sao lưu. Người nhắn không thấy gì; máy hỏng thì mất sáng kiến. Anh/chị chạy: bot backup TỆP
alarm-token = Mã truy cập { $subject } còn { $figure } giờ là hết hạn. Hết hạn thì kênh này ngừng. Anh/chị lấy mã mới: với Zalo OA, trên máy chủ chạy bot zalo login; với kênh khác, ghi vào .env rồi khởi động lại.
alarm-unpaid = { $figure } tin mất phí của { $subject } phải chờ: tài khoản Zalo Cloud chưa liên kết hoặc hết tiền. Người nhận chưa thấy; họ nhắn lại thì bot gửi ngay. Anh/chị nạp tiền hoặc liên kết tài khoản: sáu giờ một lần bot thử gửi lại.
alarm-quota = { $subject } đã dùng { $figure }% hạn mức tin hoặc số người của gói. Đến 95% số tin, bot chỉ trả lời, thông báo chờ sang tháng hoặc chờ người nhận nhắn. Anh/chị xem /ops; cần thì nâng gói hoặc chuyển bớt người sang kênh khác.

### == tệp mà kênh không nhận ==

file-open = Mở tệp
file-address =
    📎 { $name }: { $url }
    (địa chỉ riêng của anh/chị, mở được trong 24 giờ)
file-nowhere = 📎 Kênh này không nhận được tệp { $name }, và bot chưa có trang web để tải. Anh/chị hỏi người phụ trách: gõ /hotro
file-elsewhere = 📎 Kênh này không nhận được tệp { $name }. Xin mở bot trên { $channels } rồi yêu cầu lại ở đó.
way-by-hand = { $url } (rồi nhắn mã { $code })

// The page /u/…: the form sends by itself; with this it shows how far the file has gone.

import { upload } from "./upload.js";

const PROBLEMS = {
  0: "Mạng bị ngắt nên tệp chưa gửi xong. Anh/chị thử lại.",
  408: "Mạng chậm nên tệp chưa gửi xong. Anh/chị thử lại khi mạng tốt hơn.",
  400: "Tệp này trống. Anh/chị mở tệp xem lại rồi chọn tệp khác.",
  429: "Mạng này vừa thử nhiều lần. Sau một phút anh/chị thử lại.",
};
const BUSY = "Hệ thống đang bận. Anh/chị thử lại sau ít phút.";

const form = document.querySelector(".upload");
const [field, problem, shown, button] = ["#file", ".upload-problem", ".upload-progress", "button"].map((name) => form.querySelector(name));
const [title, left] = ["h1", ".upload-left"].map((name) => document.querySelector(name));
const most = Number(form.dataset.most);

function say(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function tooLarge() {
  return `Tệp này quá lớn: ở đây nhận tệp đến ${most} MB. Anh/chị chọn tệp nhỏ hơn, hoặc chia thành hai tệp.`;
}

function show(share) {
  shown.querySelector("progress").value = Math.round(share * 100);
  shown.querySelector("span").textContent = `${Math.round(share * 100)} %`;
}

field.addEventListener("change", () => say(field.files[0]?.size > most * 1e6 ? tooLarge() : ""));

form.addEventListener("submit", async (submit) => {
  submit.preventDefault();
  const [file] = field.files;
  if (file.size > most * 1e6) return say(tooLarge());
  say("");
  show(0);
  shown.hidden = false;
  button.disabled = true;
  const { status, answer } = await upload(location.pathname, new FormData(form), { Accept: "application/json" }, show);
  shown.hidden = true;
  button.disabled = false;
  if (answer.state === "done" && answer.left > 0) goOn(answer.left);
  else if (answer.state === "done" || answer.state === "over") finish(answer.state);
  else say(status === 413 ? tooLarge() : (PROBLEMS[status] ?? BUSY));
});

function goOn(count) {
  form.reset();
  title.textContent = "Đã nhận tệp";
  left.textContent = `Còn gửi được ${count} tệp. Gửi đủ rồi thì quay lại cuộc trò chuyện.`;
}

function finish(state) {
  const card = document.querySelector(".card");
  const isDone = state === "done";
  const heading = document.createElement("h1");
  heading.textContent = isDone ? "Đã nhận tệp" : "Liên kết này không còn dùng được";
  heading.tabIndex = -1;
  const text = document.createElement("p");
  text.className = "quiet spaced";
  text.textContent = isDone
    ? "Anh/chị quay lại cuộc trò chuyện: bot đang đọc tệp và sẽ trả lời ở đó. Có thể đóng trang này."
    : "Mỗi liên kết chỉ dùng một lần, trong 30 phút. Anh/chị quay lại cuộc trò chuyện và gõ “liên kết” để nhận liên kết mới.";
  card.dataset.state = state;
  card.replaceChildren(heading, text);
  heading.focus();
}

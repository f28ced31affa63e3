// How a message looks: pure functions from a frame of the server to elements. Text is only ever set as text.

const NOTABLE = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}]|\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/g;
const LONG = 600;
const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat("vi-VN", { weekday: "long", day: "numeric", month: "numeric", year: "numeric" });

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** The words, with web addresses as links and codes in one piece. */
export function words(text) {
  const held = element("p", "words");
  let place = 0;
  for (const found of text.matchAll(NOTABLE)) {
    held.append(text.slice(place, found.index), found[0].startsWith("http") ? link(found[0]) : element("b", "", found[0]));
    place = found.index + found[0].length;
  }
  held.append(text.slice(place));
  return held;
}

function link(address) {
  const made = element("a", "", address);
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

export function dayNote(at) {
  const today = new Date().toDateString() === at.toDateString();
  return element("p", "day", today ? "Hôm nay" : calendar.format(at));
}

/** state: "" for the bot's, else "waiting", "taken" or "failed". */
export function meta(at, state) {
  const held = element("p", "meta", element("time", "", clock.format(at)));
  if (state) held.append(tick(state));
  return held;
}

const TICKS = { waiting: ["◷", "đang gửi"], taken: ["✓", "đã nhận"], failed: ["!", "không gửi được"] };

function tick(state) {
  const [sign, heard] = TICKS[state];
  const shown = element("span", "", sign);
  shown.ariaHidden = "true";
  return element("span", `tick ${state}`, shown, element("span", "only-heard", heard));
}

/** Rows of buttons, the steering ones together below; press(button, choice) is called with what was pressed. */
export function rows(frame, press) {
  const held = element("div", "rows");
  held.setAttribute("role", "group");
  held.setAttribute("aria-label", "Lựa chọn");
  const answers = frame.rows.map((row) => row.filter((choice) => !choice.quiet)).filter((row) => row.length);
  for (const row of answers) held.append(element("div", "", ...row.map((choice) => button(choice, press))));
  const steering = frame.rows.flat().filter((choice) => choice.quiet);
  if (steering.length) held.append(element("div", "steering", ...steering.map((choice) => button(choice, press))));
  return held;
}

function button(choice, press) {
  const made = element("button", choice.quiet ? "choice quiet-choice" : "choice", choice.label);
  made.type = "button";
  made.addEventListener("click", () => press(made, choice));
  return made;
}

/** A picture that is shown, or a file to be fetched. */
export function file(found) {
  const link = element("a");
  link.href = found.url;
  link.target = "_blank";
  link.rel = "noopener";
  if (/^image\/(png|jpeg|gif|webp)$/.test(found.mime)) {
    link.className = "picture";
    const image = new Image();
    image.alt = `Hình: ${found.name}`;
    image.addEventListener("error", () => link.replaceWith(gone(found.name)));
    image.src = found.url;
    link.append(image);
    return link;
  }
  link.className = "file";
  link.download = found.name;
  link.append(sheet(), element("span", "", element("strong", "", found.name), element("small", "", "Tải về máy")));
  return link;
}

function gone(name) {
  return element("p", "picture-gone", `${name}: tệp chỉ giữ 24 giờ. Anh/chị gửi lại lệnh để nhận tệp mới.`);
}

function sheet() {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ width: 28, height: 28, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 1.8, "aria-hidden": "true" })) drawn.setAttribute(name, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M6 3h8l5 5v13H6zM14 3v5h5M9 12h7M9 15.5h7M12.5 10v8");
  drawn.append(path);
  return drawn;
}

/** A long own text is folded, so that the answer below stays in sight. */
function unfold(inside) {
  const made = element("button", "unfold", "Xem hết");
  made.type = "button";
  inside.classList.add("is-folded");
  made.addEventListener("click", () => {
    made.textContent = inside.classList.toggle("is-folded") ? "Xem hết" : "Thu gọn";
  });
  return made;
}

export function bubble(frame, state, press) {
  const who = element("span", "only-heard", frame.mine ? "Anh/chị: " : "Trợ lý: ");
  const inside = element("div", "bubble", who);
  if (frame.file) inside.append(file(frame.file));
  if (frame.text) inside.append(words(frame.text));
  if (frame.mine && frame.text.length > LONG) inside.append(unfold(inside));
  inside.append(meta(new Date(frame.at), state));
  const said = element("article", frame.mine ? "said mine" : "said", inside);
  if (frame.rows?.length) {
    said.classList.add("asks");
    said.append(rows(frame, press));
  }
  return said;
}

export function thinking() {
  const dots = element("div", "thinking", element("i"), element("i"), element("i"));
  dots.ariaHidden = "true";
  return dots;
}

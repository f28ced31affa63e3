// The box where the person types: grows, counts, keeps the draft, chooses the keyboard that fits the question.

import { MOST_MEGABYTES } from "./upload.js";

const KEYBOARDS = { id_number: "numeric", phone: "tel" };
const FILLED_BY_PHONE = { full_name: "name", phone: "tel" };
const COUNT_FROM = 150;
const MOST_CHARACTERS = 100_000;
const letters = "Segmenter" in Intl ? new Intl.Segmenter("vi", { granularity: "grapheme" }) : null;
const isTouch = matchMedia("(pointer: coarse)");

// What the bot drops before it counts: see `normalise` in conversations/text.py.
const DROPPED = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const AT_LINE_ENDS = /[^\S\n]+$/gm;

/** Characters as people see them, after NFC; the bot counts the same way. */
export function length(text) {
  const whole = text.replace(DROPPED, "").normalize("NFC").replace(AT_LINE_ENDS, "").trim();
  if (!letters) return Array.from(whole).length;
  let count = 0;
  for (const _ of letters.segment(whole)) count += 1;
  return count;
}

export class Composer extends EventTarget {
  #root;
  #box;
  #count;
  #store;
  #limits;
  #hint = null;

  constructor(root, store, limits) {
    super();
    this.#root = root;
    this.#store = store;
    this.#limits = limits;
    this.#box = root.querySelector(".talk-text");
    this.#count = root.querySelector(".talk-count");
    this.#box.value = store.draft;
    this.#box.addEventListener("input", () => this.#changed());
    this.#box.addEventListener("keydown", (key) => this.#pressed(key));
    root.querySelector(".talk-form").addEventListener("submit", (submit) => this.#submitted(submit));
    this.#attaches();
    this.#changed();
  }

  /** share: 0 … 1 while a file is on its way, null when it is not (any more). */
  uploading(share) {
    const shown = this.#root.querySelector(".talk-upload");
    const percent = Math.round((share ?? 0) * 100);
    shown.hidden = share === null;
    shown.querySelector("progress").value = percent;
    shown.querySelector("span").textContent = `Đang gửi tệp… ${percent} %`;
    this.#root.querySelector(".talk-attach").disabled = share !== null;
  }

  /** What went wrong with a file, until something is typed. */
  complain(text) {
    this.#note(text, true);
  }

  get text() {
    return this.#box.value;
  }

  set text(value) {
    this.#box.value = value;
    this.#changed();
  }

  /** hint: the step that is asked, or null. */
  ask(hint) {
    this.#hint = hint;
    this.#box.inputMode = KEYBOARDS[hint] ?? "text";
    this.#box.autocomplete = FILLED_BY_PHONE[hint] ?? "off";
    this.#box.enterKeyHint = this.#entersLines() ? "enter" : "send";
    this.#changed();
  }

  focus() {
    // On a phone the keyboard would jump up and hide the answer.
    if (!isTouch.matches) this.#box.focus();
  }

  #attaches() {
    const field = this.#root.querySelector(".talk-file");
    this.#root.querySelector(".talk-attach").addEventListener("click", () => {
      this.#note(`Chọn một tệp, đến ${MOST_MEGABYTES} MB.`, false);
      field.click();
    });
    field.addEventListener("cancel", () => this.#changed());
    field.addEventListener("change", () => {
      const [file] = field.files;
      field.value = "";
      if (!file) return;
      if (file.size > MOST_MEGABYTES * 1e6) return this.complain(`Tệp này quá lớn: ở đây nhận tệp đến ${MOST_MEGABYTES} MB. Anh/chị chọn tệp nhỏ hơn.`);
      if (!file.size) return this.complain("Tệp này trống, anh/chị chọn tệp khác giúp.");
      this.#changed();
      this.dispatchEvent(new CustomEvent("file", { detail: file }));
    });
  }

  #entersLines() {
    return isTouch.matches && this.#hint === "description";
  }

  #pressed(key) {
    if (key.key !== "Enter" || key.shiftKey || key.isComposing || this.#entersLines()) return;
    key.preventDefault();
    this.#root.querySelector(".talk-form").requestSubmit();
  }

  #submitted(submit) {
    submit.preventDefault();
    const text = this.#wellFormed().trim();
    if (!text) return this.#box.focus();
    if (text.length > MOST_CHARACTERS) return this.#note(`Tin quá dài (trên ${MOST_CHARACTERS.toLocaleString("vi-VN")} ký tự), anh/chị chia nhỏ giúp.`, true);
    this.text = "";
    this.dispatchEvent(new CustomEvent("words", { detail: text }));
    this.#box.focus();
  }

  #wellFormed() {
    const text = this.#box.value;
    return text.toWellFormed ? text.toWellFormed() : text.replace(/[\ud800-\udfff]/gu, "\ufffd");
  }

  #changed() {
    const box = this.#box;
    this.#store.draft = box.value;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 3}px`;
    this.#root.querySelector(".talk-send").classList.toggle("is-idle", !box.value.trim());
    this.#counted();
  }

  #counted() {
    const text = this.#box.value;
    const limit = this.#limits[this.#hint];
    if (!text || (text.length < COUNT_FROM && !limit)) return this.#note("", false);
    const count = length(text.slice(0, MOST_CHARACTERS));
    if (!limit) return this.#note(`${count} ký tự`, false);
    this.#note(count > limit ? `${count}/${limit} ký tự, thừa ${count - limit}` : `${count}/${limit} ký tự`, count > limit);
  }

  #note(text, isOver) {
    this.#count.textContent = text;
    this.#count.hidden = !text;
    this.#count.classList.toggle("is-over", isOver);
  }
}

// One talk on the page: bubbles in order, the composer, the banner, the menu.

import { bubble, dayNote, element, thinking } from "./bubbles.js";
import { Composer } from "./composer.js";
import { Link } from "./link.js";
import { newId } from "./store.js";
import { MOST_MEGABYTES, upload } from "./upload.js";

const LOST = "Mất kết nối, đang nối lại… Tin của anh/chị vẫn được giữ.";
const TROUBLES = {
  too_fast: "Anh/chị gửi hơi nhanh, tin đang chờ sẽ được gửi tiếp sau vài giây.",
  not_saved: "Hệ thống đang bận, tin của anh/chị vẫn được giữ và sẽ được gửi lại ngay.",
  too_many_chats: "Mạng này đang mở quá nhiều cuộc trò chuyện, anh/chị chờ khoảng một phút giúp.",
  too_many_sockets: "Cuộc trò chuyện đang mở ở nhiều nơi, anh/chị đóng bớt trang cũ giúp.",
};
const NOT_UPLOADED = {
  0: "Mạng bị ngắt nên tệp chưa gửi được. Anh/chị gửi lại giúp.",
  400: "Tệp này trống, anh/chị chọn tệp khác giúp.",
  403: "Cuộc trò chuyện này không còn mở. Anh/chị tải lại trang rồi gửi lại tệp.",
  413: `Tệp này quá lớn: ở đây nhận tệp đến ${MOST_MEGABYTES} MB. Anh/chị chọn tệp nhỏ hơn.`,
  429: "Anh/chị gửi nhiều tệp quá, xin chờ vài phút rồi gửi lại.",
};
const UPLOAD_FAILED = "Hệ thống đang bận nên chưa nhận được tệp. Anh/chị gửi lại sau ít phút.";
const STARTED = /^\/start(\s|$)/;
const THINKING_AFTER = 500;
const NEAR_END = 120;

const ALIKE = 60; // letters at the end of a question

/** Whether a bubble ends as the one before it of the same side does: what was wrong stands in front. */
function isAskedAgain(newest) {
  let before = newest?.previousElementSibling;
  while (before && !before.matches(".said:not(.mine)")) before = before.previousElementSibling;
  const [last, again] = [before, newest].map((one) => one?.querySelector(".words")?.textContent ?? "");
  return last !== "" && again.endsWith(last.slice(-ALIKE));
}

export class Talk extends EventTarget {
  #root;
  #log;
  #banner;
  #composer;
  #store;
  #link;
  #shown = new Map(); // id of the server → {frame, node}
  #own = new Map(); // id of this browser → {frame, node}
  #pressed = null;
  #labels = new Map();
  #thinking = null;
  #isCaughtUp = false;
  #restsAt = 0;
  #follows = true; // the newest message stays in sight until the person scrolls away from it

  constructor(root, store, { onlyKnown = false, limits = {} } = {}) {
    super();
    this.#root = root;
    this.#store = store;
    this.#log = root.querySelector(".talk-log");
    this.#banner = root.querySelector(".talk-banner");
    this.#composer = new Composer(root, store, limits);
    this.#composer.addEventListener("words", (event) => this.say(event.detail));
    this.#composer.addEventListener("file", (event) => this.#upload(event.detail));
    this.#link = new Link(store, { onlyKnown });
    this.#listen();
    this.#openMenu();
  }

  get composer() {
    return this.#composer;
  }

  /** The newest message of the bot, or null. */
  get question() {
    const heard = [...this.#shown.values()].map(({ frame }) => frame).filter((frame) => !frame.mine);
    return heard.reduce((newest, frame) => (newest && newest.id > frame.id ? newest : frame), null);
  }

  open() {
    for (const item of this.#store.waiting) this.#showOwn(item);
    this.#link.open();
  }

  close() {
    this.#link.close();
  }

  say(text) {
    this.#send({ type: "text", id: newId(), text });
  }

  #send(item) {
    this.#release();
    this.#showOwn(item);
    this.#link.send(item);
    this.#toEnd();
    clearTimeout(this.#thinking);
    this.#thinking = setTimeout(() => this.#think(true), THINKING_AFTER);
    this.dispatchEvent(new CustomEvent("said", { detail: item }));
  }

  /** A file goes on its own way: it is not kept in this browser, so what fails has to be chosen again. */
  async #upload(file) {
    const id = newId();
    const headers = { "Web-Chat-Token": this.#store.token ?? "", "Upload-Id": id, "Upload-Name": encodeURIComponent(file.name) };
    this.#release();
    this.#showOwn({ id, text: `Tệp: ${file.name}` });
    this.#toEnd();
    this.#composer.uploading(0);
    const { status } = await upload("/chat/files", file, headers, (share) => this.#composer.uploading(share));
    this.#composer.uploading(null);
    this.#mark(id, status === 200 ? "taken" : "failed");
    if (status !== 200) this.#composer.complain(NOT_UPLOADED[status] ?? UPLOAD_FAILED);
  }

  #listen() {
    const link = this.#link;
    link.addEventListener("welcome", ({ detail }) => this.#welcomed(detail));
    link.addEventListener("caught_up", () => this.#caughtUp());
    link.addEventListener("message", ({ detail }) => this.#show(detail));
    link.addEventListener("edit", ({ detail }) => this.#show(detail));
    link.addEventListener("taken", ({ detail }) => this.#mark(detail.id, "taken"));
    link.addEventListener("refused", ({ detail }) => this.#mark(detail.id, "failed"));
    link.addEventListener("trouble", ({ detail }) => this.#say(TROUBLES[detail.key] ?? ""));
    link.addEventListener("unknown", () => this.dispatchEvent(new Event("unknown")));
    link.addEventListener("lost", () => {
      this.#say(LOST);
      this.#state("Đang nối lại…", false);
    });
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#log.addEventListener("load", () => this.#follows && this.#toEnd(), true); // a picture has got its size
    new ResizeObserver(() => this.#follows && this.#toEnd()).observe(this.#log); // the keyboard came or went
    this.#root.querySelector(".talk-down").addEventListener("click", () => this.#toEnd());
  }

  #welcomed(frame) {
    if (frame.isOther) this.#startOver();
    this.#state("Sẵn sàng", true);
    this.#say("");
    this.dispatchEvent(new CustomEvent("welcome", { detail: frame }));
  }

  /** The server forgot this talk: what was typed goes back into the box instead of answering another question. */
  #startOver() {
    const typed = this.#store.waiting.filter((item) => item.type === "text" && !item.text.startsWith("/"));
    for (const item of this.#store.waiting) this.#store.drop(item.id);
    this.#log.replaceChildren();
    this.#shown.clear();
    this.#own.clear();
    if (typed.length) this.#composer.text = typed.map((item) => item.text).join("\n");
  }

  #caughtUp() {
    if (this.#isCaughtUp) return;
    this.#isCaughtUp = true;
    this.#log.setAttribute("aria-live", "polite");
    this.#toEnd();
  }

  #show(frame) {
    const known = this.#shown.get(frame.id);
    const own = frame.uuid && this.#own.get(frame.uuid);
    if (frame.uuid && own?.frame.id !== undefined && own.frame.id !== frame.id) return; // stored twice, said once
    if (!known && frame.type === "edit") return;
    const node = this.#drawn(frame, frame.mine ? this.#stateOf(frame) : "");
    const old = known?.node ?? own?.node;
    if (known) {
      Object.assign(node.dataset, old.dataset);
      old.replaceWith(node);
    } else {
      old?.remove();
      this.#insert(node, frame);
    }
    this.#shown.set(frame.id, { frame, node });
    if (frame.uuid) this.#own.set(frame.uuid, { frame, node });
    this.#noticed(frame, known);
  }

  #noticed(frame, known) {
    if (!frame.mine) {
      if (!known) this.#think(false);
      if (!known) this.#retire(frame);
      if (!known || frame.hint) this.#composer.ask(frame.hint ?? null);
    }
    if (!this.#isCaughtUp) return;
    if (this.#follows) this.#toEnd();
    else if (!known) this.#offerEnd(true);
    if (!known && !frame.mine) this.dispatchEvent(new CustomEvent("heard", { detail: frame }));
  }

  /** Questions that were answered, or followed by another, lose their buttons: they would only be refused. */
  #retire(reply) {
    const before = [...this.#shown.values()].filter(({ frame }) => frame.id < reply.id);
    const answered = Math.max(0, ...before.map(({ frame }) => (frame.mine && !frame.text.startsWith("/") ? frame.id : 0)));
    for (const { frame, node } of before) {
      if (!frame.mine && frame.hint && (reply.hint || frame.id < answered)) node.querySelector(".rows")?.remove();
    }
  }

  #stateOf(frame) {
    return this.#store.waiting.some((item) => item.id === frame.uuid) ? "waiting" : "taken";
  }

  #drawn(frame, state) {
    if (frame.mine && STARTED.test(frame.text)) return element("p", "note", "Bắt đầu trò chuyện");
    const text = frame.mine ? (this.#labels.get(frame.text) ?? frame.text) : frame.text;
    return bubble({ ...frame, text }, state, (button, choice) => this.#press(button, choice, frame.id));
  }

  #showOwn(item) {
    if (this.#own.has(item.id)) return;
    const frame = { mine: true, uuid: item.id, text: item.text ?? item.label, at: new Date().toISOString() };
    const node = this.#drawn(frame, "waiting");
    this.#own.set(item.id, { frame, node });
    this.#log.append(node);
  }

  #insert(node, frame) {
    const at = new Date(frame.at);
    node.dataset.id = frame.id;
    node.dataset.day = at.toDateString();
    let after = this.#log.lastElementChild;
    while (after && !(Number(after.dataset.id) < frame.id)) after = after.previousElementSibling;
    if (after?.dataset.day !== node.dataset.day) {
      const note = dayNote(at);
      note.dataset.id = frame.id - 0.5;
      note.dataset.day = node.dataset.day;
      if (after) after.after(note);
      else this.#log.prepend(note);
      after = note;
    }
    after.after(node);
  }

  #mark(uuid, state) {
    const own = this.#own.get(uuid);
    if (!own) return;
    const node = this.#drawn(own.frame, state);
    Object.assign(node.dataset, own.node.dataset);
    own.node.replaceWith(node);
    own.node = node;
    if (own.frame.id !== undefined) this.#shown.set(own.frame.id, own);
    if (state === "failed") this.#release();
    this.#say("");
  }

  #press(button, choice, message) {
    const item = { type: "press", id: newId(), action: choice.action, message, label: choice.label };
    this.#send(item);
    this.#pressed = button.closest(".rows");
    for (const one of this.#pressed.querySelectorAll("button")) one.disabled = true;
    button.classList.add("was-pressed");
    this.#composer.focus();
  }

  /** A press is used up by the server's edit; where none came, the next thing said frees the buttons again. */
  #release() {
    for (const one of this.#pressed?.querySelectorAll("button") ?? []) {
      one.disabled = false;
      one.classList.remove("was-pressed");
    }
    this.#pressed = null;
  }

  #think(begins) {
    clearTimeout(this.#thinking);
    this.#log.querySelector(".thinking")?.remove();
    if (!begins) return;
    this.#log.append(thinking());
    this.#toEnd();
    this.#thinking = setTimeout(() => this.#think(false), 10_000);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#follows = scrollHeight - scrollTop - clientHeight < NEAR_END || Math.abs(scrollTop - this.#restsAt) < 2;
    if (this.#follows) this.#offerEnd(false);
  }

  #toEnd() {
    const log = this.#log;
    const newest = log.lastElementChild;
    const choices = newest?.querySelector(".rows")?.offsetHeight ?? 0;
    // A long list of answers must not push its question out of sight, nor a long question why it is asked again.
    const begins = choices > log.clientHeight / 2 || isAskedAgain(newest);
    const isTall = newest?.offsetHeight > log.clientHeight;
    log.scrollTop = isTall && begins ? newest.offsetTop - log.offsetTop - 8 : log.scrollHeight;
    this.#restsAt = log.scrollTop;
    this.#follows = true;
    this.#offerEnd(false);
  }

  #offerEnd(isOffered) {
    this.#root.querySelector(".talk-down").hidden = !isOffered;
  }

  #say(text) {
    this.#banner.textContent = text;
    this.#banner.hidden = !text;
  }

  #state(text, isLive) {
    const shown = this.#root.querySelector(".talk-state");
    if (shown) shown.textContent = text;
    this.#root.classList.toggle("is-live", isLive);
  }

  #openMenu() {
    const menu = this.#root.querySelector(".talk-menu");
    const more = this.#root.querySelector(".talk-more");
    const open = (isOpen) => {
      menu.hidden = !isOpen;
      more.setAttribute("aria-expanded", String(isOpen));
    };
    more.addEventListener("click", () => open(menu.hidden));
    this.#root.addEventListener("keydown", (key) => {
      if (key.key !== "Escape" || menu.hidden) return;
      open(false);
      more.focus();
    });
    document.addEventListener("click", (click) => menu.contains(click.target) || more.contains(click.target) || open(false));
    menu.addEventListener("click", () => open(false));
    for (const button of menu.querySelectorAll("[data-command]")) {
      this.#labels.set(button.dataset.command, button.textContent);
      button.addEventListener("click", () => {
        this.say(button.dataset.command);
        this.#composer.focus();
      });
    }
  }
}

// The page /demo: three talks with the same bot, a sample for each question, tabs on a narrow screen, a fresh start.

import { Store } from "./store.js";
import { Talk } from "./talk.js";

const ROLES = ["worker", "executive", "staff"];
const FILLED = "Bấm “Gửi” để gửi câu mẫu";
const NOT_FILLED = "Chưa lấy được câu mẫu, bấm lại giúp";
const phones = document.getElementById("phones");
const lead = document.querySelector(".lead");
const narrow = matchMedia("(max-width: 899px)");
const limits = JSON.parse(phones.dataset.limits);
const stores = Object.fromEntries(ROLES.map((role) => [role, new Store(`demo.${role}`)]));

async function ask(address, body = {}) {
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// -- sessions: one for all three phones, made once however many of them find theirs gone --
let underWay = null;

function renew() {
  underWay ??= ask("/demo/session")
    .then((tokens) => {
      for (const role of ROLES) {
        stores[role].forget();
        stores[role].token = tokens[role];
      }
      location.reload();
    })
    .catch(() => setTimeout(() => { underWay = null; renew(); }, 5000));
}

let isTried = false; // greetings are no news

class Phone {
  #node;
  #role;
  #talk;
  #turn = 0;

  constructor(node) {
    this.#node = node;
    this.#role = node.dataset.role;
    const store = stores[this.#role];
    this.#talk = new Talk(node, store, { onlyKnown: true, limits });
    this.#talk.addEventListener("unknown", renew);
    this.#talk.addEventListener("welcome", ({ detail }) => detail.chat_is_new && !store.waiting.length && this.#talk.say("/start"));
    this.#talk.addEventListener("heard", () => this.#unread());
    this.#talk.addEventListener("said", ({ detail }) => detail.text !== "/start" && this.#sent());
    node.querySelector(".fill").addEventListener("click", () => this.#fill());
    this.#talk.open();
  }

  /** Type a sample answer; pressed again, send it. */
  async #fill() {
    const composer = this.#talk.composer;
    if (composer.text && composer.text === this.#node.dataset.sample) {
      this.#node.querySelector(".talk-form").requestSubmit();
      return;
    }
    const question = this.#talk.question;
    const hint = question?.hint ?? null;
    const asked = { role: this.#role, hint, turn: this.#turn, buttons: question?.rows.flat() ?? [] };
    const answer = await ask("/demo/sample", asked).catch(() => null);
    this.#node.querySelector(".fill-note").textContent = answer ? FILLED : NOT_FILLED;
    if (!answer) return;
    composer.text = answer.text;
    this.#node.dataset.sample = composer.text;
    if (hint === null || hint === "review") this.#turn += 1;
    composer.focus();
  }

  #sent() {
    this.#node.querySelector(".fill-note").textContent = "";
    isTried = true;
    if (narrow.matches) lead.open = false;
  }

  #unread() {
    if (isTried && !this.#node.classList.contains("is-shown")) tab(this.#role).querySelector(".unread").hidden = false;
  }
}

// -- tabs --
function tab(role) {
  return document.getElementById(`tab-${role}`);
}

function show(role, isFocused) {
  for (const one of ROLES) {
    const isShown = one === role;
    tab(one).setAttribute("aria-selected", String(isShown));
    tab(one).tabIndex = isShown ? 0 : -1;
    document.getElementById(`phone-${one}`).classList.toggle("is-shown", isShown);
  }
  tab(role).querySelector(".unread").hidden = true;
  if (isFocused) tab(role).focus();
  const log = document.querySelector(`#phone-${role} .talk-log`);
  log.scrollTop = log.scrollHeight;
}

function arrange() {
  for (const role of ROLES) {
    const phone = document.getElementById(`phone-${role}`);
    phone.setAttribute("role", narrow.matches ? "tabpanel" : "group");
    phone.setAttribute("aria-labelledby", `tab-${role}`);
  }
  if (!narrow.matches) lead.open = true;
}

document.querySelector(".tabs").addEventListener("keydown", (key) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key.key];
  const now = ROLES.findIndex((role) => tab(role).getAttribute("aria-selected") === "true");
  if (step) show(ROLES[(now + step + ROLES.length) % ROLES.length], true);
});
for (const role of ROLES) tab(role).addEventListener("click", () => show(role, false));
narrow.addEventListener("change", arrange);
arrange();

// -- a fresh start --
const dialog = document.querySelector(".reset-dialog");
document.querySelector(".reset").addEventListener("click", () => dialog.showModal());
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "reset") return;
  dialog.returnValue = "";
  const done = await ask("/demo/reset").catch(() => null);
  if (!done) return dialog.showModal(); // nothing was reset: asked again
  for (const role of ROLES) stores[role].forget();
  renew();
});

if (ROLES.every((role) => stores[role].token)) for (const node of phones.children) new Phone(node);
else renew();

// The page /chat: one talk. A scanned code (?c=…) becomes the first message, once.

import { Store } from "./store.js";
import { Talk } from "./talk.js";

const page = document.querySelector(".chat");
const store = new Store("chat");
const talk = new Talk(page.querySelector(".talk"), store, { limits: JSON.parse(page.dataset.limits) });
let code = new URLSearchParams(location.search).get("c")?.slice(0, 40);

talk.addEventListener("welcome", ({ detail }) => {
  if (!code && !(detail.chat_is_new && !store.waiting.length)) return;
  talk.say(code ? `/start ${code}` : "/start");
  code = null;
  history.replaceState(null, "", "/chat");
});
talk.open();

const dialog = document.querySelector(".forget-dialog");
page.querySelector(".forget").addEventListener("click", () => dialog.showModal());
dialog.addEventListener("close", () => {
  if (dialog.returnValue !== "forget") return;
  talk.close();
  store.forget();
  location.replace("/");
});

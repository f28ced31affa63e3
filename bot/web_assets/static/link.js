// The connection of one talk: keeps it open, sends what waits one by one, and sends it again until it is taken.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const PING_EVERY = 25_000;
const ANSWER_WITHIN = 12_000;
const HOPELESS = new Set(["not_understood", "too_long"]);

export class Link extends EventTarget {
  #store;
  #socket = null;
  #isWelcome = false;
  #underWay = null;
  #failures = 0;
  #timers = new Map();
  #isClosed = false;
  #onlyKnown;
  last = 0;
  edits = 0;

  /** onlyKnown: never begin a new talk by itself; "unknown" is told when the server does not know the token. */
  constructor(store, { onlyKnown = false } = {}) {
    super();
    this.#store = store;
    this.#onlyKnown = onlyKnown;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  open() {
    this.#isClosed = false;
    const address = new URL("/chat/socket", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => {
      const hello = { type: "hello", token: this.#store.token, after: this.last, edits: this.edits };
      socket.send(JSON.stringify({ ...hello, only_known: this.#onlyKnown }));
      this.#expectAnswer();
    };
    socket.onmessage = (message) => socket === this.#socket && this.#hear(JSON.parse(message.data));
    socket.onclose = () => socket === this.#socket && this.#lost();
  }

  close() {
    this.#isClosed = true;
    for (const name of this.#timers.keys()) clearTimeout(this.#timers.get(name));
    const socket = this.#socket;
    this.#socket = null;
    this.#isWelcome = false;
    this.#underWay = null;
    socket?.close();
  }

  /** Keep an item until it is taken, and send it as soon as possible. */
  send(item) {
    this.#store.push(item);
    this.#flush();
  }

  #hear(frame) {
    this.#timer("answer", null);
    this.#timer("ping", PING_EVERY, () => {
      this.#socket?.send('{"type":"ping"}');
      this.#expectAnswer();
    });
    if (frame.type === "welcome") this.#welcomed(frame);
    else if (frame.type === "message" || frame.type === "edit") this.#noted(frame);
    else if (frame.type === "taken") this.#taken(frame.id);
    else if (frame.type === "error") this.#refused(frame);
    else this.#tell(frame.type, frame);
  }

  #welcomed(frame) {
    const isOther = Boolean(frame.token) && Boolean(this.#store.token);
    if (frame.token) this.#store.token = frame.token;
    if (isOther) this.last = this.edits = 0;
    this.#isWelcome = true;
    this.#failures = 0;
    this.#timer("banner", null);
    this.#tell("welcome", { ...frame, isOther });
    this.#flush();
  }

  #noted(frame) {
    if (frame.type === "message") this.last = Math.max(this.last, frame.id);
    this.edits = Math.max(this.edits, frame.edit);
    this.#tell(frame.type, frame);
  }

  #taken(id) {
    this.#timer("taken", null);
    this.#store.drop(id);
    this.#underWay = null;
    this.#failures = 0;
    this.#tell("taken", { id });
    this.#flush();
  }

  #refused(frame) {
    if (frame.key === "unknown_chat") {
      if (!this.#onlyKnown) return; // the server hangs up; the next hello gets a new talk
      this.close();
      this.#tell("unknown", frame);
      return;
    }
    this.#timer("taken", null);
    if (frame.id && HOPELESS.has(frame.key)) {
      this.#store.drop(frame.id);
      this.#tell("refused", frame);
    }
    this.#tell("trouble", frame);
    const pause = HOPELESS.has(frame.key) ? 0 : Math.min(LONGEST_WAIT, 2000 * 2 ** this.#failures++);
    this.#timer("flush", pause, () => {
      this.#underWay = null;
      this.#flush();
    });
  }

  #flush() {
    const [next] = this.#store.waiting;
    if (!next || !this.#isWelcome || this.#underWay) return;
    this.#underWay = next.id;
    this.#socket.send(JSON.stringify(next));
    this.#timer("taken", ANSWER_WITHIN, () => this.#abandon());
  }

  #lost() {
    this.#socket = null;
    this.#isWelcome = false;
    this.#underWay = null;
    for (const name of ["ping", "answer", "taken", "flush"]) this.#timer(name, null);
    if (this.#isClosed) return;
    if (!this.#timers.get("banner")) this.#timer("banner", 800, () => this.#tell("lost", {}));
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    this.#timer("open", wait, () => this.open());
  }

  #hurry() {
    if (this.#isClosed || this.#socket) return;
    this.#timer("open", null);
    this.open();
  }

  #expectAnswer() {
    // A radio that fell silent closes nothing: whoever does not answer is gone.
    this.#timer("answer", ANSWER_WITHIN, () => this.#abandon());
  }

  #abandon() {
    const silent = this.#socket;
    this.#lost();
    silent?.close();
  }

  #timer(name, wait, act) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, wait === null ? 0 : setTimeout(act, wait));
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

// What this browser remembers of one talk: its token, the words not yet acknowledged, the unsent draft.
// Without localStorage (private windows) it remembers until the page is closed.

const MOST_WAITING = 50;

export class Store {
  #prefix;
  #memory = new Map();

  constructor(name) {
    this.#prefix = `sangkien.${name}.`;
  }

  get token() {
    return this.#get("token");
  }

  set token(value) {
    this.#set("token", value);
  }

  get draft() {
    return this.#get("draft") ?? "";
  }

  set draft(value) {
    this.#set("draft", value || null);
  }

  /** What was sent or pressed and is not yet taken, oldest first; read anew each time, another tab may share it. */
  get waiting() {
    try {
      const kept = JSON.parse(this.#get("waiting") ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  push(item) {
    this.#set("waiting", JSON.stringify([...this.waiting, item].slice(-MOST_WAITING)));
  }

  drop(id) {
    const left = this.waiting.filter((item) => item.id !== id);
    this.#set("waiting", left.length ? JSON.stringify(left) : null);
  }

  forget() {
    for (const name of ["token", "draft", "waiting"]) this.#set(name, null);
  }

  #get(name) {
    try {
      return localStorage.getItem(this.#prefix + name) ?? this.#memory.get(name) ?? null;
    } catch {
      return this.#memory.get(name) ?? null;
    }
  }

  #set(name, value) {
    if (value === null) this.#memory.delete(name);
    else this.#memory.set(name, value);
    try {
      if (value === null) localStorage.removeItem(this.#prefix + name);
      else localStorage.setItem(this.#prefix + name, value);
    } catch {
      // Full or forbidden: the memory above serves until the page is closed.
    }
  }
}

/** A random name for one sent item; crypto.randomUUID exists on https and localhost only. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

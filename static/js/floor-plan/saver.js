// Sends what changed a moment after it changed. What cannot be sent stays on this device until it can.
import { csrfToken, fill } from "../page.js";

const WAIT = 700;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60_000;
const KEPT_FOR = 14 * 86_400_000;

export class Saver extends EventTarget {
  constructor(plan, url, state) {
    super();
    Object.assign(this, { plan, url, state, retryIn: FIRST_RETRY, key: `floor-plan:${url}`, refusedAt: null });
    plan.addEventListener("change", () => plan.dirty.size && this.later());
    addEventListener("online", () => this.now());
    addEventListener("beforeunload", (event) => {
      if (plan.dirty.size) event.preventDefault();
    });
    addEventListener("pagehide", () => this.keep());
  }

  later() {
    this.keep();
    if (!this.held) this.show("saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), WAIT);
  }

  async now() {
    clearTimeout(this.timer);
    if (this.busy || this.held || !this.plan.dirty.size) return;
    this.busy = true;
    const sent = new Map([...this.plan.dirty].map((key) => [key, this.plan.item(key.split("/")[1])]));
    this.show("saving");
    try {
      await this.send(sent);
    } finally {
      this.busy = false;
    }
    if (this.again) {
      this.again = false;
      this.later();
    }
  }

  async send(sent) {
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ version: this.plan.version, ...this.plan.unsaved() }),
      });
    } catch {
      return this.tryAgain("offline");
    }
    if (response.status === 429 || response.status >= 500) return this.tryAgain("retry");
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return this.saved(sent, answer);
    if (response.status === 409 && answer.plan) return this.conflict(answer.plan);
    this.show("error", {}, response.status === 401 ? this.text("sign-in") : answer.message);
  }

  saved(sent, answer) {
    this.plan.version = answer.version;
    this.retryIn = FIRST_RETRY;
    for (const [key, item] of sent) if (this.plan.item(key.split("/")[1]) === item) this.plan.dirty.delete(key);
    this.again = this.plan.dirty.size > 0;
    if (!this.again) this.forget();
    this.show("saved", { time: answer.saved_at });
  }

  /** Somebody else saved first; equal plans (an answer that was lost on the way) need no question. */
  conflict(theirs) {
    const mine = this.plan.unsaved();
    const differences = differing(mine, theirs);
    if (!differences.length) {
      this.plan.version = theirs.version;
      this.plan.dirty.clear();
      this.forget();
      return this.show("saved", { time: "" });
    }
    this.held = true;
    this.show("conflict");
    this.dispatchEvent(new CustomEvent("conflict", { detail: { mine, theirs, differences } }));
  }

  settle(theirs, mine) {
    this.plan.load(theirs);
    this.held = false;
    if (mine) this.plan.putOn(mine);
    else {
      this.forget();
      this.show("saved", { time: "" });
    }
  }

  tryAgain(state) {
    this.show(state);
    this.timer = setTimeout(() => this.now(), this.retryIn);
    this.retryIn = Math.min(this.retryIn * 2, LONGEST_RETRY);
  }

  /** Changes that did not reach the server when this page was left last time. */
  restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return;
    }
    if (!kept || Date.now() - kept.at > KEPT_FOR) return;
    const theirs = { ...this.theirs };
    const differences = differing(kept.changes, theirs);
    if (!differences.length) return this.forget();
    if (kept.version === this.plan.version) {
      this.plan.putOn(kept.changes);
      this.show("retry", {}, this.text("restored"));
    } else {
      this.held = true;
      this.dispatchEvent(new CustomEvent("conflict", { detail: { mine: kept.changes, theirs, differences } }));
    }
  }

  keep() {
    if (!this.plan.dirty.size) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), version: this.plan.version, changes: this.plan.unsaved() }));
    } catch {
      // A full or forbidden store: the server's copy is then the only one.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Forbidden store: nothing was kept.
    }
  }

  text(name) {
    return this.state?.getAttribute(`data-text-${name}`) ?? "";
  }

  show(state, values = {}, text = "") {
    if (!this.state) return;
    this.state.dataset.state = state;
    this.state.querySelector("[data-save-text]").textContent = text || fill(this.text(state), values);
  }
}

const COMPARED = ["number", "kind", "zone", "x", "y", "width", "depth", "angle", "price", "blocked", "note"];

function differing(mine, theirs) {
  const there = new Map(theirs.booths.map((booth) => [booth.id, booth]));
  const found = [];
  for (const booth of mine.booths) {
    const other = there.get(booth.id);
    if (!other || COMPARED.some((name) => (booth[name] ?? "") !== (other[name] ?? ""))) found.push({ number: booth.number, mine: booth, theirs: other ?? null });
  }
  for (const id of mine.removed) if (there.has(id)) found.push({ number: there.get(id).number, mine: null, theirs: there.get(id) });
  if (mine.hall && ["width", "depth", "outline"].some((name) => JSON.stringify(mine.hall[name]) !== JSON.stringify(theirs.hall[name]))) found.push({ number: theirs.hall.name ?? "…", mine: mine.hall, theirs: theirs.hall });
  if (mine.background && JSON.stringify(mine.background) !== JSON.stringify(theirs.background)) found.push({ number: "…", mine: {}, theirs: {} });
  return found;
}

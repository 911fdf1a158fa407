// The judge's desk: what is typed is kept on this device first and sent then, see desk/. Without a script the sheet is a plain form.
import { fill } from "./page.js";
import { keepRound, startFiles, startWorker } from "./desk/copies.js";
import { arrive, leaveSentences } from "./desk/device.js";
import { recover } from "./desk/journal.js";
import { showAtFields, showInList } from "./desk/problems.js";
import { CHANNEL, sync } from "./desk/sender.js";
import { SheetKeeper } from "./desk/sheet.js";
import { Store } from "./desk/store.js";
import { startKeys } from "./desk/keys.js";
import { startRevisit } from "./desk/revisit.js";
import { followStage } from "./desk/stage.js";

const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60_000;
const REFRESH = 30_000;

const form = document.querySelector("form[data-desk-sheet]");
const state = document.querySelector("[data-device-state]");
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

class Desk {
  constructor(account, store) {
    Object.assign(this, { account, store, base: meta("desk"), trouble: "", retryIn: FIRST_RETRY, sending: null });
    // The token of a page that was kept belongs to an older session.
    this.token = meta("csrf-token");
  }

  start() {
    new BroadcastChannel(CHANNEL).addEventListener("message", ({ data }) => data.account === this.account && this.hear(data));
    for (const type of ["online", "focus", "pageshow"]) addEventListener(type, () => this.send());
    addEventListener("offline", () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
    setInterval(() => this.show(), REFRESH);
  }

  /** Sends what waits; several wishes at once are one. Resolves when the try is over, however it went. */
  async send() {
    clearTimeout(this.timer);
    const { waiting } = await this.store.counts();
    if (!waiting) {
      this.trouble = navigator.onLine ? "" : "offline";
      return this.show();
    }
    this.show({ saving: true });
    this.again = Boolean(this.sending);
    this.sending ??= this.try();
    await this.sending;
  }

  async try() {
    try {
      do {
        this.again = false;
        this.trouble = await sync(this.account, this.trouble ? "" : this.token);
      } while (this.again && !this.trouble);
    } catch {
      this.trouble = "offline"; // The store was closed under it; the next try opens it again.
    } finally {
      this.sending = null;
    }
    if (this.trouble) this.tryLater();
    else this.retryIn = FIRST_RETRY;
    await this.show();
  }

  tryLater() {
    this.timer = setTimeout(() => this.send(), this.retryIn);
    this.retryIn = Math.min(this.retryIn * 2, LONGEST_RETRY);
    // Where the browser knows how, it tries by itself when the network is back, even after the tab was closed.
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("judge-changes")).catch(() => {});
  }

  async hear(message) {
    if (message.accepted && message.sheet === keeper?.sheet) await keeper.accepted(message.accepted, message.fields);
    if (message.accepted) revisit?.accepted(message.sheet, message.accepted, message.fields);
    if (message.trouble !== undefined) this.trouble = message.trouble;
    await this.show();
  }

  changed() {
    return this.show();
  }

  cannotKeep() {
    say("error", state?.dataset.textNoStore ?? "");
  }

  async show({ saving = false } = {}) {
    const all = await this.store.changes();
    await this.showProblems(all.filter((change) => change.state === "held"));
    markQueue(all);
    const count = (kind) => all.filter((change) => change.state === kind).reduce((sum, change) => sum + Object.keys(change.fields).length, 0);
    const [n, held] = [count("waiting"), count("held")];
    if (!state) return;
    state.querySelector("[data-sign-in]").hidden = this.trouble !== "sign-in";
    if (held && !n) say("conflict", fill(state.dataset.textHeld, { n: held }));
    else if (n && this.trouble) say("offline", fill(state.dataset[WORDS[this.trouble]], { n }));
    else if (n) say("saving", saving || this.sending ? state.dataset.textSaving : fill(state.dataset.textWaiting, { n }));
    else if (await this.store.fact("saved_at")) say("saved", fill(state.dataset.textSaved, { time: await this.store.fact("saved_at") }));
  }

  async showProblems(held) {
    const decide = (change, name, decision) => this.decide(change, name, decision);
    const pairs = (changes) => changes.flatMap((change) => Object.keys(change.fields).map((name) => [change, name]));
    if (!form) return showInList(pairs(held), decide, { links: true });
    const elsewhere = showAtFields(form, held.filter((change) => change.sheet === form.dataset.deskSheet), decide);
    showInList(elsewhere, decide, { links: false });
  }

  async decide(change, name, decision) {
    await this.store.decide(change.seq, name, decision);
    if (decision !== "mine" && keeper?.sheet === change.sheet) {
      if (name in change.marks) keeper.marks[name] = change.marks[name];
      keeper.put(name, change.theirs[name] ?? keeper.written(name));
    }
    await this.send();
    await this.show();
  }

  /** The next entry to score, as far as this device knows; `shown` is what the page said when it was made. */
  async nextAfter(sheet, shown) {
    if (!this.trouble && navigator.onLine) return shown;
    const packet = (await this.store.fact(`packet:${meta("desk-packet")}`)) ?? { items: [] };
    const touched = new Set((await this.store.changes()).map((change) => change.sheet));
    const at = packet.items.findIndex((item) => item.id === sheet);
    const turned = [...packet.items.slice(at + 1), ...packet.items.slice(0, Math.max(at, 0))];
    return turned.find((item) => !item.finished && !item.complete && !touched.has(item.id))?.url ?? packet.queue ?? meta("desk-queue");
  }
}

const WORDS = { offline: "textWaiting", "sign-in": "textSignIn", "other-account": "textOther" };

function say(kind, words) {
  if (!state) return;
  state.dataset.state = kind;
  const place = state.querySelector("[data-save-text]");
  if (place.textContent !== words) place.textContent = words;
}

/** The queue marks entries of which this device still holds something. */
function markQueue(changes) {
  for (const mark of document.querySelectorAll("[data-desk-kept]")) mark.hidden = !changes.some((change) => change.sheet === mark.dataset.deskKept);
}

function showCopies(kept, all) {
  const place = document.querySelector("[data-copies-state]");
  if (!place) return;
  place.hidden = false;
  place.textContent = fill(kept < all ? place.dataset.textSome : place.dataset.textAll, { n: kept, all });
}

let keeper = null;
let revisit = null;

async function begin() {
  const account = meta("desk-account");
  await arrive(account);
  const shapes = document.getElementById("device-shapes");
  leaveSentences({ desk: meta("desk"), warn: shapes.dataset.textLeave, yes: shapes.dataset.textLeaveYes, offline: shapes.dataset.textLeaveOffline });
  const desk = new Desk(account, await Store.open(account));
  await recover(account, desk.store);
  if (form) {
    keeper = new SheetKeeper(form, desk);
    await keeper.start();
  }
  revisit = startRevisit(desk);
  desk.start();
  await desk.send();
  await startFiles(desk);
  const packet = meta("desk-packet");
  if (await startWorker(desk.base) && packet && navigator.onLine) {
    await navigator.serviceWorker.ready;
    await keepRound(desk, packet, document.querySelector("[data-copies-state]") ? showCopies : null).catch(() => {});
  }
  document.documentElement.dataset.desk = "ready";
}

if (form) startKeys(form);
followStage();
if (meta("desk-account")) begin().catch((error) => {
  say("error", state?.dataset.textNoStore ?? "");
  console.warn(error);
});

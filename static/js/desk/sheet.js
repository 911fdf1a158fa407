// The score sheet keeps every change on the device before anything else and shows what the device knows better than the page:
// what is still unsent, and what was stored after a kept copy of the page was made.
import { fill } from "../page.js";
import { showToast } from "../toasts.js";
import { jot, strike } from "./journal.js";
import { hello } from "./sender.js";

const PAUSE = 700;
const WAIT_FOR_ANSWER = 4000;
const PARTS = /^(score-|reason-|comment$|note$)/;

export class SheetKeeper {
  constructor(form, desk) {
    Object.assign(this, { form, desk, sheet: form.dataset.deskSheet });
    this.about = { title: form.dataset.title, url: location.pathname };
    this.marks = Object.fromEntries(form.elements.version.value.split(";").map((part) => part.split("=")));
    this.names = [...new Set([...form.elements].map((control) => control.name))].filter((name) => PARTS.test(name));
    this.last = new Map(this.names.map((name) => [name, this.written(name)]));
    this.work = Promise.resolve();
  }

  async start() {
    await this.showWhatIsKnown();
    this.noteTyping();
    for (const type of ["input", "change"]) this.form.addEventListener(type, () => this.noteTyping());
    this.form.addEventListener("focusout", () => this.timer && this.sendSoon(0));
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
  }

  controls(name) {
    return [...this.form.elements].filter((control) => control.name === name);
  }

  value(name) {
    const [first, ...more] = this.controls(name);
    return first.type === "radio" ? ([first, ...more].find((radio) => radio.checked)?.value ?? "") : first.value;
  }

  /** The value the server wrote into the page, whatever was typed before this script came. */
  written(name) {
    const [first, ...more] = this.controls(name);
    return first.type === "radio" ? ([first, ...more].find((radio) => radio.defaultChecked)?.value ?? "") : first.defaultValue;
  }

  put(name, value) {
    const controls = this.controls(name);
    if (controls[0].type === "radio") for (const radio of controls) radio.checked = sameNumber(radio.value, value);
    else controls[0].value = value;
    this.last.set(name, this.value(name));
    const fold = controls[0].closest("details");
    if (fold && value) fold.open = true;
  }

  async showWhatIsKnown() {
    const { store } = this.desk;
    const madeAt = Date.parse(document.querySelector('meta[name="server-time"]').content);
    const known = Object.entries((await store.known(this.sheet))?.values ?? {});
    for (const [name, { value, mark, at }] of known.filter(([name]) => this.last.has(name))) {
      if (Date.parse(at) <= madeAt) continue;
      this.marks[name] = mark;
      if (this.value(name) === this.written(name)) this.put(name, value);
    }
    for (const change of await store.changes(this.sheet)) {
      for (const [name, value] of Object.entries(change.fields)) if (this.last.has(name)) this.put(name, value);
    }
  }

  noteTyping() {
    const typed = {};
    for (const name of this.names) {
      const value = this.value(name);
      if (value === this.last.get(name) || this.controls(name)[0].disabled) continue;
      typed[name] = { value, seen: this.marks[name], label: labelOf(this.controls(name)[0]) };
      this.last.set(name, value);
    }
    if (!Object.keys(typed).length) return;
    const { account, store } = this.desk;
    jot(account, this.sheet, typed, this.about);
    // One after the other: what was typed last is what stays.
    this.work = this.work.then(() => store.keep(this.sheet, typed, this.about)).then(() => strike(account, this.sheet, typed));
    this.work.then(
      () => this.desk.changed(),
      () => this.desk.cannotKeep(),
    );
    this.sendSoon(PAUSE);
  }

  sendSoon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.work.then(() => this.desk.send());
    }, pause);
  }

  /** Sends what waits and tells whether anything of this sheet is still unsent: "", "waiting" or "held". */
  async settle() {
    clearTimeout(this.timer);
    await this.work;
    await Promise.race([this.desk.send(), new Promise((resolve) => setTimeout(resolve, WAIT_FOR_ANSWER))]);
    const left = await this.desk.store.changes(this.sheet);
    if (left.some((change) => change.state === "held")) return "held";
    return left.length ? "waiting" : "";
  }

  onSubmit(event) {
    if (this.passes) return;
    event.preventDefault();
    const button = event.submitter;
    if (button?.value === "hand_in" || button?.value === "confirm") this.handIn(button);
    else if (button?.value === "next") this.goOn();
    else this.sendSoon(0);
  }

  async goOn() {
    if ((await this.settle()) !== "held") location.assign(await this.desk.nextAfter(this.sheet, this.form.dataset.nextUrl));
  }

  /** Handing in locks the sheet, so it is never left to chance: it needs an answer now. */
  async handIn(button) {
    const left = await this.settle();
    if (left === "held") return;
    try {
      if (left === "waiting") throw new Error("unsent scores");
      const { csrf_token: token } = await hello();
      for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
    } catch {
      showToast(this.form.dataset.textHandIn, "warning");
      return;
    }
    this.form.elements.version.value = Object.entries(this.marks).map(([name, mark]) => `${name}=${mark}`).join(";");
    this.passes = true;
    this.form.requestSubmit(button);
  }

  /** What the server answered to a change of this sheet, which may have been typed in another window of this device. */
  async accepted(answer, fields) {
    await this.work;
    const unsent = new Set((await this.desk.store.changes(this.sheet)).flatMap((change) => Object.keys(change.fields)));
    for (const [name, value] of Object.entries(fields)) {
      if (this.last.has(name) && !unsent.has(name) && this.value(name) === this.last.get(name) && this.value(name) !== value) this.put(name, value);
    }
    Object.assign(this.marks, Object.fromEntries(answer.version.split(";").map((part) => part.split("="))));
    const total = document.querySelector("#score-total b");
    if (total) total.textContent = answer.total ?? "–";
    const note = document.querySelector("[data-missing-note]");
    if (!note) return;
    note.hidden = !answer.missing;
    note.textContent = fill(note.dataset.text, { n: answer.missing });
  }
}

function sameNumber(one, other) {
  return other !== "" && Number(one) === Number(String(other).replace(",", "."));
}

function labelOf(control) {
  const criterion = control.closest(".criterion")?.querySelector(".criterion-name")?.textContent;
  const own = control.name.startsWith("score-") ? "" : (control.labels?.[0]?.textContent ?? control.closest(".criterion-comment")?.querySelector("summary")?.textContent ?? "");
  return [criterion, own].filter(Boolean).join(": ").trim();
}

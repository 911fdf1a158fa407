// Saves a form while it is filled in, and never loses what was typed.
//
// A form with data-autosave="URL" is sent there as URL-encoded fields (without files) after a pause in typing, with the headers
// X-CSRFToken, X-Autosave: 1 and Idempotency-Key (the same for every try of one save, so that a repeated one counts once).
// The server answers JSON:
//   200  {"saved_at": "14:05", "version": 7, "missing": 2}   version goes into the form's hidden field
//   409  {"message": …, "theirs": {field: value}}            somebody else was faster: the event autosave:conflict tells the page
//   422  {"errors": {field: [message]}}                      nothing was saved; the event autosave:invalid tells the page
//   401  signed out; 403 no longer allowed (the message is shown)
// No answer, 429 and 5xx: the text is kept on this device and sent again, later and later, and when the network is back.
// The events autosave:saved, autosave:conflict and autosave:invalid carry the answer in `detail`.
import { csrfToken, each, fill } from "./page.js";
import { markSaved } from "./forms.js";

const PAUSE = 900;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const IGNORED = new Set(["csrf_token", "version"]);

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.key = `autosave:${this.url}`;
    this.state = form.querySelector("[data-save-state]") ?? document.querySelector(`[data-save-state-for="${form.id}"]`);
    // What the server wrote into the page, not what stands there now: somebody may have typed before this script came.
    this.sent = asWritten(form);
    this.busy = false;
    this.retryIn = FIRST_RETRY;
    this.attempt = null;
    this.restore();
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("focusout", () => this.timer && this.now());
    form.addEventListener("autosave:now", () => this.now());
    form.addEventListener("submit", () => this.stop());
    addEventListener("online", () => this.now());
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => document.hidden && this.now());
    if (this.changed) this.later();
  }

  fields() {
    const data = new FormData(this.form);
    const kept = [...data].filter(([name, value]) => typeof value === "string" && !IGNORED.has(name));
    return new URLSearchParams(kept).toString();
  }

  get changed() {
    return this.fields() !== this.sent;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    this.stopped = true;
  }

  async now() {
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    this.timer = null;
    if (this.busy || this.stopped || !this.form.isConnected) return;
    const fields = this.fields();
    if (fields === this.sent) return this.forget();
    this.busy = true;
    // Kept first: a closed tab or a dead battery after this line loses nothing.
    this.keep();
    this.show("saving");
    try {
      await this.send(fields);
    } finally {
      this.busy = false;
    }
    if (!this.blocked && !this.retry && this.changed) this.later();
  }

  async send(fields) {
    if (this.attempt?.fields !== fields) this.attempt = { fields, key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` };
    const body = new URLSearchParams(fields);
    const version = this.form.elements.namedItem("version");
    if (version) body.append("version", version.value);
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": csrfToken(this.form), "X-Autosave": "1", "Idempotency-Key": this.attempt.key, Accept: "application/json" },
      });
    } catch {
      return this.tryAgain("offline");
    }
    if (response.status === 429 || response.status >= 500) return this.tryAgain("retry");
    const answer = await response.json().catch(() => ({}));
    if (response.ok) this.saved(fields, answer);
    else this.refused(response.status, answer);
  }

  saved(fields, answer) {
    this.sent = fields;
    this.retryIn = FIRST_RETRY;
    this.blocked = false;
    const version = this.form.elements.namedItem("version");
    if (version && answer.version !== undefined) version.value = answer.version;
    if (!this.changed) {
      this.forget();
      markSaved(this.form);
    }
    this.show("saved", { time: answer.saved_at ?? "" });
    this.tell("autosave:saved", answer);
  }

  refused(status, answer) {
    this.blocked = status !== 422;
    if (status === 409) {
      this.show("conflict", {}, answer.message);
      this.tell("autosave:conflict", answer);
    } else if (status === 401) this.show("error", {}, this.text("sign-in"));
    else {
      this.show("error", {}, answer.message);
      if (status === 422) this.tell("autosave:invalid", answer);
    }
  }

  tryAgain(state) {
    this.show(state);
    this.retry = setTimeout(() => {
      this.retry = null;
      this.now();
    }, this.retryIn);
    this.retryIn = Math.min(this.retryIn * 2, LONGEST_RETRY);
  }

  text(name) {
    return this.state?.getAttribute(`data-text-${name}`) ?? "";
  }

  show(state, values = {}, text = "") {
    if (!this.state) return;
    this.state.dataset.state = state;
    this.state.querySelector("[data-save-text]").textContent = text || fill(this.text(state), values);
  }

  tell(name, detail) {
    this.form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  keep() {
    if (this.stopped || !this.changed) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields: this.fields(), from: this.sent }));
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

  /** Text that did not reach the server is put back, unless the record has moved on since. */
  restore() {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return;
    }
    if (!kept) return;
    if (Date.now() - kept.at > KEPT_FOR || kept.fields === this.sent) return this.forget();
    if (kept.from !== this.sent) return this.tell("autosave:kept", kept);
    fillIn(this.form, new URLSearchParams(kept.fields));
    this.show("retry", {}, this.text("restored"));
    this.later();
  }
}

/** The form's fields as the server wrote them, in the order and shape of `fields()`. */
function asWritten(form) {
  const written = [];
  for (const field of form.elements) {
    if (!field.name || field.matches(":disabled") || IGNORED.has(field.name)) continue;
    if (field instanceof HTMLSelectElement) {
      const options = [...field.options].filter((option) => !option.disabled);
      const chosen = options.filter((option) => option.defaultSelected);
      if (!chosen.length && !field.multiple && options.length) chosen.push(options[0]);
      for (const option of chosen) written.push([field.name, option.value]);
    } else if (field.type === "checkbox" || field.type === "radio") {
      if (field.defaultChecked) written.push([field.name, field.value]);
    } else if (!["file", "submit", "button", "reset", "image"].includes(field.type) && "defaultValue" in field) {
      written.push([field.name, field.defaultValue]);
    }
  }
  return new URLSearchParams(written).toString();
}

function fillIn(form, values) {
  for (const field of form.elements) {
    if (!field.name || IGNORED.has(field.name) || field.type === "file") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.getAll(field.name).includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.getAll(field.name).includes(option.value);
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
}

export function enhance(root) {
  each(root, "form[data-autosave]", (form) => new Autosave(form));
}

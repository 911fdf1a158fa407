// The application form: each answer saves itself on a pause, with the version it was shown with.
//
// POST data-answers (KEY replaced) {"value", "version"} answers
//   200  {"saved_at", "version", "problems", "asked", "sections", "missing"}
//   409  {"version", "theirs", "theirs_shown", "yours_shown"}: somebody else changed the same answer; both are shown
//   401  signed out: the text stays on this device until somebody signed in again
// No answer, 429 and 5xx: kept on this device, tried again, and when the network is back.
import { csrfToken, each, fill } from "./page.js";
import { showToast } from "./toasts.js";

const PAUSE = 900;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const KEPT_FOR = 14 * 24 * 3600 * 1000;

const form = document.querySelector("form[data-entry]");
const state = form?.querySelector("[data-save-state]");
const storage = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden store: then only the server keeps what was typed.
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Forbidden store: nothing was kept.
    }
  },
};

function show(name, values = {}, text = "") {
  if (!state) return;
  state.dataset.state = name;
  state.querySelector("[data-save-text]").textContent = text || fill(state.getAttribute(`data-text-${name}`) ?? "", values);
}

/** The link to sign in again. It stays while further tries go on: leaving a field to click it saves that field. */
function doorToSignIn() {
  return state?.querySelector("[data-save-text] a");
}

class Question {
  constructor(element) {
    this.element = element;
    this.key = element.dataset.question;
    this.kind = element.dataset.kind;
    this.url = form.dataset.answers.replace("KEY", encodeURIComponent(this.key));
    this.stored = `entry:${form.dataset.entry}:${this.key}`;
    this.version = form.elements.namedItem(`v_${this.key}`);
    this.sent = this.text;
    this.retryIn = FIRST_RETRY;
    element.addEventListener("input", () => this.later());
    element.addEventListener("change", () => this.later());
    element.addEventListener("focusout", () => this.timer && this.save());
    this.restore();
  }

  get value() {
    const data = new FormData(form);
    const name = `a_${this.key}`;
    if (this.kind === "multiple_choice") return data.getAll(name);
    if (this.kind === "place") return { province: data.get(name) ?? "", commune: data.get(`c_${this.key}`) ?? "" };
    return data.get(name) ?? "";
  }

  get text() {
    return JSON.stringify(this.value);
  }

  get changed() {
    return this.text !== this.sent;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  keep() {
    if (this.changed) storage.write(this.stored, { at: Date.now(), value: this.value, from: this.sent });
  }

  async save() {
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    this.timer = this.retry = null;
    if (this.busy || this.conflict || !this.changed) return;
    this.busy = true;
    const text = this.text;
    this.keep(); // first: a closed tab after this line loses nothing
    if (!doorToSignIn()) show("saving");
    try {
      await this.send(text);
    } finally {
      this.busy = false;
    }
    if (!this.retry && !this.conflict && !this.blocked && this.changed) this.later();
  }

  async send(text) {
    let response;
    try {
      response = await post(this.url, { value: JSON.parse(text), version: Number(this.version.value) });
    } catch {
      return this.tryAgain("offline");
    }
    if (response.status === 429 || response.status >= 500) return this.tryAgain("retry");
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return this.saved(text, answer);
    if (response.status === 409 && answer.version !== undefined) return this.disagree(answer);
    if (response.status === 401 || (response.status === 400 && !(await signedIn()))) return this.signedOut();
    if (response.status === 400 && !this.refreshed) {
      this.refreshed = true; // the form's token was too old; signedIn() brought a new one
      return this.tryAgain("retry");
    }
    this.blocked = true;
    show("error", {}, answer.message);
    this.note(answer.message ? [answer.message] : []);
  }

  saved(text, answer) {
    this.sent = text;
    this.version.value = answer.version;
    this.retryIn = FIRST_RETRY;
    this.refreshed = this.blocked = false;
    if (!this.changed) storage.remove(this.stored);
    show("saved", { time: answer.saved_at });
    this.note(answer.problems ?? []);
    showAsked(new Set(answer.asked));
    tick(answer.sections ?? {});
  }

  signedOut() {
    this.retry = setTimeout(() => this.save(), LONGEST_RETRY / 6);
    if (doorToSignIn()) return;
    show("error", {}, state?.getAttribute("data-text-sign-in"));
    const link = document.createElement("a");
    link.href = form.dataset.signIn;
    link.target = "_blank";
    link.className = "link";
    link.textContent = state?.getAttribute("data-text-sign-in") ?? "";
    state?.querySelector("[data-save-text]").replaceChildren(link);
  }

  tryAgain(name) {
    show(name);
    this.retry = setTimeout(() => this.save(), this.retryIn);
    this.retryIn = Math.min(this.retryIn * 2, LONGEST_RETRY);
  }

  note(problems) {
    const place = this.element.querySelector("[data-question-note]");
    this.element.querySelector(".field-error")?.remove();
    place.replaceChildren(
      ...problems.map((problem) => {
        const line = document.createElement("p");
        line.className = "field-error";
        line.textContent = problem;
        return line;
      }),
    );
  }

  disagree(answer) {
    const shape = document.getElementById("conflict-shape").content.firstElementChild.cloneNode(true);
    shape.querySelector("[data-theirs]").textContent = answer.theirs_shown;
    shape.querySelector("[data-yours]").textContent = answer.yours_shown;
    shape.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-keep]")?.dataset.keep;
      if (choice) this.settle(shape, choice, answer);
    });
    this.conflict = true;
    this.element.prepend(shape);
    show("conflict");
    shape.querySelector("button").focus();
  }

  settle(shape, choice, answer) {
    this.conflict = false;
    this.version.value = answer.version;
    shape.remove();
    if (choice === "theirs") {
      this.put(answer.theirs);
      this.sent = this.text;
      storage.remove(this.stored);
      show("saved", { time: "" });
    } else {
      this.sent = null;
      this.save();
    }
    this.element.querySelector("input, textarea, select")?.focus();
  }

  put(value) {
    const wanted = typeof value === "boolean" ? (value ? "yes" : "no") : value;
    for (const field of this.element.querySelectorAll("input, textarea, select")) {
      if (field.name.startsWith("v_")) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = [wanted].flat().includes(field.value);
      else if (this.kind === "place") field.value = (field.name.startsWith("c_") ? wanted?.commune : wanted?.province) ?? "";
      else field.value = wanted ?? "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    clearTimeout(this.timer);
    this.timer = null;
  }

  /** Text that did not reach the server is put back, unless the answer has changed since. */
  restore() {
    const kept = storage.read(this.stored);
    if (!kept) return;
    if (Date.now() - kept.at > KEPT_FOR || JSON.stringify(kept.value) === this.sent) return storage.remove(this.stored);
    const theirs = JSON.parse(this.sent);
    this.put(kept.value);
    if (kept.from === this.sent) {
      show("retry", {}, state?.getAttribute("data-text-restored"));
      this.later();
    } else {
      const words = (value) => (typeof value === "string" ? value : JSON.stringify(value));
      this.disagree({ version: this.version.value, theirs, theirs_shown: words(theirs), yours_shown: words(kept.value) });
    }
  }
}

function post(url, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(form), Accept: "application/json" };
  return fetch(url, { method: "POST", body: JSON.stringify(body), headers });
}

/** Asks the page again: whoever signed in meanwhile (in another tab) has a new token there. */
async function signedIn() {
  const response = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok || new URL(response.url).pathname !== location.pathname) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector('meta[name="csrf-token"]')?.content;
  if (!token) return false;
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
  return true;
}

function showAsked(asked) {
  for (const element of form.querySelectorAll("[data-question]")) element.hidden = !asked.has(element.dataset.question);
}

/** The ticks at the left: a finished part gets the icon of one that is done. */
function tick(sections) {
  for (const link of document.querySelectorAll("[data-entry-steps] a")) {
    const ident = link.pathname.match(/\/form\/(\d+)$/)?.[1];
    if (ident in sections) link.closest(".step").dataset.state = sections[ident] ? "done" : "todo";
  }
}

async function fillCommunes(question) {
  // By name alone: a list that can be searched has a further field, which took over the id.
  const province = question.element.querySelector(`select[name="a_${question.key}"]`);
  const commune = question.element.querySelector(`select[name="c_${question.key}"]`);
  const response = await fetch(form.dataset.places.replace("CODE", encodeURIComponent(province.value || "0")));
  if (!response.ok) return;
  const rows = await response.json();
  commune.replaceChildren(commune.options[0] ?? new Option("", ""), ...rows.map(([code, name]) => new Option(name, code)));
  commune.value = "";
  for (const type of ["change", "combobox:refresh"]) commune.dispatchEvent(new Event(type, { bubbles: true }));
}

async function fileAction(button, event) {
  event.preventDefault();
  const response = await fetch(button.dataset.fileAction, { method: "POST", headers: { "X-CSRFToken": csrfToken(form), "HX-Request": "true" } });
  if (!response.ok) {
    const said = JSON.parse(response.headers.get("HX-Trigger") ?? "{}").toast?.text;
    return showToast(said ?? "", "error");
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  button.closest("[data-file]").replaceWith(page.body.firstElementChild);
}

function start() {
  const questions = [...form.querySelectorAll("[data-question]")].filter((element) => form.elements.namedItem(`v_${element.dataset.question}`) && !element.querySelector("[data-dropzone]"));
  const all = questions.map((element) => new Question(element));
  for (const question of all.filter((each) => each.kind === "place")) {
    question.element.addEventListener("change", (event) => event.target.name === `a_${question.key}` && fillCommunes(question));
    const [province, commune] = question.element.querySelectorAll("select");
    // Chosen before this script was there.
    if (province.value && commune.options.length < 2) fillCommunes(question);
  }
  addEventListener("online", () => all.forEach((question) => question.save()));
  addEventListener("pagehide", () => all.forEach((question) => question.keep()));
  addEventListener("focus", () => all.forEach((question) => question.retry && question.save()));
  form.addEventListener("submit", () => all.forEach((question) => clearTimeout(question.timer)));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-file-action]");
    if (button) fileAction(button, event);
  });
  each(form, "[data-single]", (list) => {
    new MutationObserver(() => {
      while (list.children.length > 1) list.firstElementChild.remove();
    }).observe(list, { childList: true });
  });
}

if (form && !form.querySelector("fieldset:disabled")) start();

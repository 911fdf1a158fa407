// The judge's desk: the total under the sheet follows each save, refused fields say why, two windows that disagree show both
// values, and digits typed anywhere go into the stepper of the active criterion. Saving itself is the page's autosave.
import { fill } from "./page.js";

const form = document.querySelector("form[data-desk-sheet]");

function showSaved(answer) {
  const total = document.querySelector("#score-total b");
  if (total) total.textContent = answer.total ?? "–";
  const note = document.querySelector("[data-missing-note]");
  if (note) {
    note.hidden = !answer.missing;
    note.textContent = fill(note.dataset.text, { n: answer.missing });
  }
  for (const message of form.querySelectorAll("[data-refused]")) message.remove();
  for (const field of form.querySelectorAll('[aria-invalid="true"]')) field.removeAttribute("aria-invalid");
  conflicts.clear();
}

const controlsOf = (name) => [...form.elements].filter((control) => control.name === name);

function showRefused(errors) {
  for (const message of form.querySelectorAll("[data-refused]")) message.remove();
  for (const [name, [text]] of Object.entries(errors)) {
    const control = controlsOf(name)[0];
    if (!control) continue;
    control.setAttribute("aria-invalid", "true");
    const fold = control.closest("details");
    if (fold) fold.open = true;
    const message = document.createElement("p");
    message.className = "field-error";
    message.dataset.refused = "";
    message.setAttribute("role", "alert");
    message.textContent = text;
    (control.closest(".criterion") ?? control.closest(".field")).append(message);
  }
}

const conflicts = new Map();

/** Both values stay in sight: the page keeps its own, and a button takes the stored one. */
function showConflict(theirs) {
  for (const [name, value] of Object.entries(theirs)) {
    conflicts.get(name)?.remove();
    const control = controlsOf(name)[0];
    if (!control) continue;
    const place = control.closest(".criterion") ?? control.closest(".field");
    const box = document.createElement("p");
    box.className = "alert alert-warning mt-2";
    box.setAttribute("role", "alert");
    const take = document.createElement("button");
    take.type = "button";
    take.className = "btn btn-quiet btn-sm";
    take.textContent = fill(form.dataset.textTake, { value: value === "" ? "–" : value });
    take.addEventListener("click", () => location.reload());
    box.append(take);
    place.append(box);
    conflicts.set(name, box);
  }
}

function isTyping(target) {
  return target.matches("textarea, select, [contenteditable]") || (target.matches("input") && !["radio", "checkbox"].includes(target.type));
}

/** A digit begins a new score in the active stepper; Delete takes the score of the active criterion back. */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const active = form.querySelector("[data-criterion][data-active]");
  if (!active) return;
  const box = active.querySelector("[data-stepper] input");
  if (box && /^\d$/.test(event.key) && !box.disabled) {
    event.preventDefault();
    box.value = event.key;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    for (const input of active.querySelectorAll("[data-score]:not(:disabled)")) {
      if (input.type === "radio") input.checked = false;
      else input.value = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

/** The queue marks entries of which this device still keeps something the server has not confirmed. */
function markKept() {
  for (const link of document.querySelectorAll("[data-desk-item]")) {
    try {
      if (localStorage.getItem(`autosave:/judge/sheets/${link.dataset.deskItem}`)) link.dataset.kept = "";
    } catch {
      return; // A forbidden store keeps nothing.
    }
  }
}

if (form) {
  form.addEventListener("autosave:saved", (event) => showSaved(event.detail));
  form.addEventListener("autosave:invalid", (event) => showRefused(event.detail.errors ?? {}));
  form.addEventListener("autosave:conflict", (event) => showConflict(event.detail.theirs ?? {}));
  document.addEventListener("keydown", onKey);
}
markKept();

// Changes the server did not take, with both values and the judge's choice: beside the field on its own sheet, in a list on the
// other pages of the desk. The sentences and shapes come from templates/judging/desk/_device.html.
import { fill } from "../page.js";

const shapes = () => document.getElementById("device-shapes");
const text = (name, values = {}) => fill(shapes().getAttribute(`data-text-${name}`), values);
const shown = (value) => (value === "" || value === undefined ? "–" : value);

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-quiet btn-sm";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function paragraph(words, className = "") {
  const made = document.createElement("p");
  made.className = className;
  made.textContent = words;
  return made;
}

/** One field that is held: what it says, and the buttons that decide. */
function problem(change, name, decide) {
  const box = document.createElement("div");
  box.className = "stack-sm";
  const mine = shown(change.fields[name]);
  const stored = shown(change.theirs?.[name]);
  const buttons = document.createElement("div");
  buttons.className = "actions";
  if (change.kind === "invalid") {
    box.append(paragraph(`${mine}: ${change.errors[name]?.[0] ?? change.message}`));
  } else if (change.kind === "changed") {
    box.append(paragraph(text("both", { mine, stored })));
    buttons.append(button(text("mine", { value: mine }), () => decide(change, name, "mine")));
    buttons.append(button(text("theirs", { value: stored }), () => decide(change, name, "theirs")));
  } else {
    box.append(paragraph(change.kind === "closed" ? text("both", { mine, stored }) : text("only-mine", { mine })));
    if (change.kind === "closed") buttons.append(button(text("again"), () => decide(change, name, "mine")));
    buttons.append(button(text("drop"), () => decide(change, name, "drop")));
  }
  if (buttons.children.length) box.append(buttons);
  return box;
}

function clearField(form) {
  for (const box of form.querySelectorAll("[data-refused]")) box.remove();
  for (const field of form.querySelectorAll('[aria-invalid="true"]')) field.removeAttribute("aria-invalid");
}

/** Beside the fields of the sheet; `held` are its changes. Returns those whose field is not on the page. */
export function showAtFields(form, held, decide) {
  clearField(form);
  const elsewhere = [];
  for (const change of held) {
    for (const name of Object.keys(change.fields)) {
      const control = [...form.elements].find((each) => each.name === name);
      if (!control || change.kind === "closed" || change.kind === "gone") {
        elsewhere.push([change, name]);
        continue;
      }
      const box = problem(change, name, decide);
      box.dataset.refused = change.kind;
      box.className += change.kind === "invalid" ? " field-error" : " alert alert-warning mt-2";
      box.setAttribute("role", "alert");
      if (change.kind === "invalid") control.setAttribute("aria-invalid", "true");
      const fold = control.closest("details");
      if (fold) fold.open = true;
      (control.closest(".criterion") ?? control.closest(".field")).append(box);
    }
  }
  return elsewhere;
}

/** In a list of their own; `held` are pairs of a change and a field's name. */
export function showInList(held, decide, { links }) {
  const place = document.querySelector("[data-device-problems]");
  if (!place) return;
  place.hidden = !held.length;
  const list = place.querySelector("ul");
  list.replaceChildren(
    ...held.map(([change, name]) => {
      const row = document.createElement("li");
      const head = document.createElement(links && change.kind !== "gone" ? "a" : "b");
      if (head instanceof HTMLAnchorElement) Object.assign(head, { href: change.url, className: "link font-medium" });
      head.textContent = links ? `${change.title} · ${change.labels[name]}` : change.labels[name];
      row.append(head, ...(change.kind === "invalid" || change.kind === "changed" ? [] : [paragraph(change.message, "text-sm")]));
      row.append(problem(change, name, decide));
      return row;
    }),
  );
}

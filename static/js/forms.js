// Forms: sent once, errors focused, changes not lost by leaving, passwords looked at, amounts grouped.
import { each, formatNumber, on } from "./page.js";

const guarded = new Set();
let leaving = false;

function sendOnce(form, event) {
  if (event.defaultPrevented) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  // After this turn of the loop, so that the button's own name and value are still sent.
  setTimeout(() => {
    form.dataset.sent = "";
    const button = event.submitter;
    if (button) {
      button.dataset.busy = "";
      button.setAttribute("aria-disabled", "true");
    }
  });
  leaving = true;
}

/** A page that comes back from the browser's memory can be sent again. */
function revive() {
  leaving = false;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-busy]")) {
      delete button.dataset.busy;
      button.removeAttribute("aria-disabled");
    }
  }
}

export const isChanged = (form) => guarded.has(form);
export const markSaved = (form) => guarded.delete(form);

function toggle(button) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const shows = field.type === "password";
  field.type = shows ? "text" : "password";
  button.setAttribute("aria-pressed", String(shows));
}

function grouped(text) {
  const digits = text.replace(/[.,\s\u00a0]/g, "");
  return /^\d{4,15}$/.test(digits) ? formatNumber(Number(digits)) : text;
}

const group = (field) => (field.value = grouped(field.value));

/** What the server wrote is grouped as its own writing, so that nobody takes it for a change. */
function groupWritten(field) {
  const untouched = field.value === field.defaultValue;
  field.defaultValue = grouped(field.defaultValue);
  if (untouched) field.value = field.defaultValue;
}

export function start() {
  on("submit", "form[data-submit-once]", sendOnce);
  on("input", "form[data-guard]", (form) => guarded.add(form));
  on("click", '.btn[aria-disabled="true"]', (_button, event) => event.preventDefault(), true);
  on("click", ".password-toggle", toggle);
  on("focusout", "[data-money]", group);
  addEventListener("pageshow", (event) => event.persisted && revive());
  addEventListener("beforeunload", (event) => {
    if (!leaving && [...guarded].some((form) => form.isConnected)) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", revive);
}

export function enhance(root) {
  each(root, "[data-error-summary]", (summary) => summary.focus());
  each(root, "[data-money]", groupWritten);
}

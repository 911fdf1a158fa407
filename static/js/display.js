// Text size, contrast and theme change at once; the server remembers them. Language needs a new page.
import { each, on } from "./page.js";

const ORDER = { auto: "dark", dark: "light", light: "auto" };

function apply(name, value) {
  const root = document.documentElement;
  if (name === "theme" && value === "auto") delete root.dataset.theme;
  else root.dataset[name] = value;
  if (name === "theme") {
    const scheme = document.querySelector('meta[name="color-scheme"]');
    if (scheme) scheme.content = value === "auto" ? "light dark" : value;
  }
  for (const form of document.querySelectorAll("form[data-display]")) show(form, name, value);
  document.dispatchEvent(new CustomEvent("display:changed"));
}

function show(form, name, value) {
  if (name === "size") {
    for (const button of form.querySelectorAll('[name="size"]')) button.setAttribute("aria-pressed", String(button.value === value));
  } else if (name === "contrast") {
    const button = form.querySelector('[name="contrast"]');
    button.setAttribute("aria-pressed", String(value === "more"));
    button.value = value === "more" ? "normal" : "more";
  } else {
    const button = form.querySelector('[name="theme"]');
    const names = JSON.parse(button.dataset.themeNames);
    button.value = ORDER[value];
    button.title = names[value];
    button.setAttribute("aria-label", names[value]);
    for (const drawing of button.querySelectorAll("[data-theme-icon]")) drawing.hidden = drawing.dataset.themeIcon !== value;
  }
}

async function choose(form, event) {
  const button = event.submitter;
  if (!button || button.name === "lang") return;
  event.preventDefault();
  const { name, value } = button;
  apply(name, value);
  const body = new URLSearchParams({ [name]: value, next: "/" });
  try {
    await fetch(form.action, { method: "POST", body, redirect: "manual" });
  } catch {
    // Without a connection the choice holds for this page only, which is all that can be done.
  }
}

export function start() {
  on("submit", "form[data-display]", choose);
  on("click", "[data-print]", () => window.print());
  on("click", "[data-back]", () => history.back());
  on("click", "[data-copy]", async (button) => {
    const { showToast, sentence } = await import("./toasts.js");
    await navigator.clipboard.writeText(button.dataset.copy);
    showToast(sentence("copied"), "success");
  });
  // Folded parts are opened for paper and closed again.
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([data-menu], .chart-data):not([open])")) {
      part.open = true;
      part.dataset.openedForPrint = "";
    }
  });
  addEventListener("afterprint", () => each(document, "details[data-opened-for-print]", (part) => (part.open = false), `print-${Date.now()}`));
}

// Messages that appear for a moment. Text is always set as text, never as HTML.
import { on } from "./page.js";

const TONES = { success: "toast-success", info: "toast-info", warning: "toast-warning", error: "toast-error" };
const LASTS = 6000;

const host = () => document.getElementById("toasts");

/** The translated sentence for an HTTP status, or for "offline" or "copied". */
export function sentence(name) {
  const text = host()?.getAttribute(`data-text-${name}`);
  return text ?? host()?.getAttribute(name < 500 ? "data-text-400" : "data-text-500") ?? "";
}

export function showToast(text, tone = "info") {
  const shape = document.getElementById("toast-shape");
  if (!shape || !text) return;
  const toast = shape.content.firstElementChild.cloneNode(true);
  toast.classList.add(TONES[tone] ?? TONES.info);
  toast.querySelector("[data-toast-text]").textContent = text;
  toast.querySelector("button").addEventListener("click", () => toast.remove());
  host().append(toast);
  // An error stays until it is closed: it may be read late.
  if (tone !== "error") setTimeout(() => toast.remove(), LASTS);
}

export function start() {
  document.body.addEventListener("toast", ({ detail }) => showToast(detail.text, detail.level));
  on("click", "[data-toast]", (button) => showToast(button.dataset.toast, "success"));
  on("click", "[data-dismiss]", (button) => button.closest(".alert")?.remove());
}

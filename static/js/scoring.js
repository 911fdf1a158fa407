// The score sheet by keyboard: number keys give the active criterion's score, arrows go up and down a scale, j and k (or
// PageDown and PageUp) from criterion to criterion, Ctrl+Enter saves and goes on. Without a script the radio buttons and
// text boxes do the same more slowly.
import { each, on } from "./page.js";

const criteria = (sheet) => [...sheet.querySelectorAll("[data-criterion]")];

function activate(sheet, criterion) {
  for (const other of criteria(sheet)) other.toggleAttribute("data-active", other === criterion);
}

function isTyping(target) {
  return target.matches("textarea, select, [contenteditable]") || (target.matches("input") && !["radio", "checkbox"].includes(target.type));
}

/** Puts the focus where the score is given; a digit pressed now lands in a stepper's box. */
function enter(criterion) {
  const input = criterion.querySelector("input:checked") ?? criterion.querySelector("[data-stepper] input, input");
  input.focus({ preventScroll: true });
  if (input.type === "text") input.select();
  criterion.scrollIntoView({ block: "nearest" });
}

function give(criterion, digit) {
  const levels = [...criterion.querySelectorAll("input[type=radio][data-score]")].filter((input) => !input.disabled);
  // 0 is ten where there is no zero, so that a scale of 1 to 10 has a key for each level.
  const level = levels.find((input) => input.value === digit) ?? (digit === "0" ? levels.find((input) => input.value === "10") : undefined);
  if (!level) return false;
  level.checked = true;
  level.focus();
  level.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function move(sheet, step) {
  const all = criteria(sheet);
  const at = all.findIndex((criterion) => "active" in criterion.dataset);
  // From elsewhere on the page, first to the criterion that is marked.
  const by = all[at]?.contains(document.activeElement) ? step : 0;
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!next) return;
  activate(sheet, next);
  enter(next);
}

function onKey(event) {
  const sheet = document.querySelector("[data-scoring]");
  if (!sheet || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    document.querySelector("[data-next]")?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // No score holds a letter: in a stepper too they lead from one criterion to the next, and Enter goes on down.
  if (event.target.matches("[data-stepper] input")) {
    const by = { j: 1, k: -1, PageDown: 1, PageUp: -1, Enter: 1 }[event.key];
    if (!by) return;
    move(sheet, by);
    event.preventDefault();
    return;
  }
  if (isTyping(event.target)) return;
  const active = sheet.querySelector("[data-criterion][data-active]") ?? criteria(sheet)[0];
  if (/^\d$/.test(event.key) && active) {
    if (give(active, event.key)) event.preventDefault();
    else if (active.querySelector("[data-stepper]")) enter(active);
    return;
  }
  if (event.key === "j" || event.key === "PageDown") move(sheet, 1);
  else if (event.key === "k" || event.key === "PageUp") move(sheet, -1);
  else return;
  event.preventDefault();
}

function step(button) {
  const input = button.closest("[data-stepper]").querySelector("input");
  const { low, high, step: size } = button.closest("[data-criterion]").dataset;
  const places = (size.split(".")[1] ?? "").length;
  const before = Number(input.value.replace(",", "."));
  const next = input.value.trim() === "" ? Number(low) : before + Number(button.dataset.stepBy) * Number(size);
  const kept = Math.min(Math.max(next, Number(low)), Number(high)).toFixed(places);
  input.value = document.documentElement.lang === "vi" ? kept.replace(".", ",") : kept;
  for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
}

/** The fold with the comment opens when the score must be explained; it never closes by itself. */
function unfold(input) {
  const fold = input.closest("[data-criterion]").querySelector("details.criterion-comment");
  const score = Number.parseFloat(input.value.replace(",", "."));
  if (!fold || Number.isNaN(score)) return;
  const { below, above } = fold.dataset;
  if ((below !== undefined && score < Number(below)) || (above !== undefined && score > Number(above))) fold.open = true;
}

export function start() {
  document.addEventListener("keydown", onKey);
  on("click", "[data-step-by]", step);
  on("change", "[data-criterion] [data-score]", unfold);
  on("focusin", "[data-criterion]", (criterion) => activate(criterion.closest("[data-scoring]") ?? document, criterion));
  on("keydown", "[data-stepper] input", (input, event) => {
    const by = { ArrowUp: "1", ArrowDown: "-1" }[event.key];
    if (!by) return;
    event.preventDefault();
    input.closest("[data-stepper]").querySelector(`[data-step-by="${by}"]`).click();
  });
}

export function enhance(root) {
  each(root, "[data-scoring]", (sheet) => criteria(sheet)[0]?.setAttribute("data-active", ""));
}

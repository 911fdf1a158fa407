// Counts as the server counts: code points after NFC, words between white space.
import { each, fill, formatNumber } from "./page.js";

export function countCharacters(text) {
  // A browser sends line ends as CR LF and the server makes them one character again.
  return [...text.replace(/\r\n?/g, "\n").trim().normalize("NFC")].length;
}

export function countWords(text) {
  return text.split(/\s+/u).filter(Boolean).length;
}

function show(field, note) {
  const limit = Number(field.dataset.limit);
  const count = field.dataset.count === "words" ? countWords(field.value) : countCharacters(field.value);
  const over = limit > 0 && count > limit;
  const text = over ? note.dataset.textOver : note.dataset.text;
  note.textContent = fill(text, { n: formatNumber(over ? count - limit : count), limit: formatNumber(limit) });
  note.toggleAttribute("data-over", over);
}

export function enhance(root) {
  each(root, "[data-count][data-limit]", (field) => {
    const note = document.querySelector(`[data-count-for="${CSS.escape(field.id)}"]`);
    if (!note) return;
    field.addEventListener("input", () => show(field, note));
    show(field, note);
  });
}

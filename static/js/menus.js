// Menus are <details>: a script closes them when somebody clicks elsewhere, and lets arrows move.
import { on } from "./page.js";

const OPEN = "details[data-menu][open]";
const MARGIN = 8;
const ENTRY = "a[href], button:not([disabled])";

function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

function move(menu, step) {
  const entries = [...menu.querySelectorAll(ENTRY)];
  if (!entries.length) return;
  const at = entries.indexOf(document.activeElement);
  entries[(at + step + entries.length) % entries.length].focus();
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll(OPEN)) if (!menu.contains(target)) close(menu, false);
  });
  document.addEventListener("focusin", ({ target }) => {
    for (const menu of document.querySelectorAll(OPEN)) if (!menu.contains(target)) close(menu, false);
  });
  on("keydown", OPEN, (menu, event) => {
    if (event.key === "Escape") close(menu, true);
    else if (event.key === "ArrowDown") move(menu, 1);
    else if (event.key === "ArrowUp") move(menu, -1);
    else return;
    event.preventDefault();
  });
  document.addEventListener("toggle", ({ target }) => target.matches?.("details[data-menu]") && place(target), true);
}

function place(menu) {
  const panel = menu.querySelector(".menu-panel, .help-panel");
  if (!menu.open || !panel) return;
  if (menu.closest(".table-scroll")) return placeOutside(menu, panel);
  panel.style.translate = "";
  const { left, right } = panel.getBoundingClientRect();
  const move = left < MARGIN ? MARGIN - left : Math.min(0, innerWidth - MARGIN - right);
  if (move) panel.style.translate = `${move}px`;
}

/** A panel in a box that scrolls would be cut off: it is placed against the window instead. */
function placeOutside(menu, panel) {
  const button = menu.querySelector("summary").getBoundingClientRect();
  Object.assign(panel.style, { position: "fixed", inset: "auto" });
  const { width, height } = panel.getBoundingClientRect();
  const fitsBelow = button.bottom + height + MARGIN < innerHeight;
  panel.style.top = `${fitsBelow ? button.bottom + 4 : Math.max(MARGIN, button.top - height - 4)}px`;
  panel.style.left = `${Math.max(MARGIN, Math.min(button.right - width, innerWidth - width - MARGIN))}px`;
  addEventListener("scroll", () => (menu.open = false), { once: true, capture: true });
}

// Menus are <details>: a script closes them when somebody clicks elsewhere, and lets arrows move.
import { on } from "./page.js";

const OPEN = "details[data-menu][open]";
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
  // A panel in a box that scrolls would be cut off: it is placed against the window instead.
  document.addEventListener("toggle", ({ target }) => target.matches?.("details.menu, details.help") && place(target), true);
}

function place(menu) {
  const panel = menu.querySelector(".menu-panel, .help-panel");
  if (!menu.open || !panel || !menu.closest(".table-scroll")) return;
  const button = menu.querySelector("summary").getBoundingClientRect();
  panel.style.position = "fixed";
  panel.style.inset = "auto";
  const { width, height } = panel.getBoundingClientRect();
  const below = button.bottom + height + 8 < innerHeight;
  panel.style.top = `${below ? button.bottom + 4 : Math.max(8, button.top - height - 4)}px`;
  panel.style.left = `${Math.max(8, Math.min(button.right - width, innerWidth - width - 8))}px`;
  addEventListener("scroll", () => (menu.open = false), { once: true, capture: true });
}

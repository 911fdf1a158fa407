// Tabs within a page: links to panels become tabs with arrow keys; the address keeps the open one.
import { each } from "./page.js";

function build(set) {
  const list = set.querySelector("[data-tab-list]");
  const tabs = [...list.querySelectorAll("a[href^='#']")];
  const panelOf = (tab) => document.getElementById(tab.hash.slice(1));
  list.setAttribute("role", "tablist");
  const open = (chosen, focus) => {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      panelOf(tab).hidden = !on;
    }
    if (focus) chosen.focus();
  };
  tabs.forEach((tab, at) => {
    tab.id ||= `${tab.hash.slice(1)}-tab`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", tab.hash.slice(1));
    const panel = panelOf(tab);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(history.state, "", tab.hash);
      open(tab, false);
    });
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      open(tabs[(at + step + tabs.length) % tabs.length], true);
    });
  });
  open(tabs.find((tab) => tab.hash === location.hash) ?? tabs[0], false);
}

export function enhance(root) {
  each(root, "[data-tab-set]", build);
  // The tab of the present page is in sight on a narrow screen.
  each(root, "[data-tabs-nav] [aria-current]", (tab) => {
    const bar = tab.closest("[data-tabs-nav]");
    bar.scrollLeft = Math.max(0, tab.offsetLeft - bar.offsetLeft - 24);
  });
}

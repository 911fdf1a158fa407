// The page shell's script. Every module enhances markup that works without it, where that is possible.
// `enhance(root)` of a module is called for the page and for each part htmx brings in.
import * as countdown from "./countdown.js";
import * as dialogs from "./dialogs.js";
import * as display from "./display.js";
import * as forms from "./forms.js";
import * as menus from "./menus.js";
import { startHtmx } from "./partial.js";
import * as shortcuts from "./shortcuts.js";
import * as tables from "./tables.js";
import * as tabs from "./tabs.js";
import * as toasts from "./toasts.js";

const always = [toasts, dialogs, menus, display, forms, countdown, tables, tabs, shortcuts];

// Fetched when a page has something for them, so that public pages stay light.
const onDemand = [
  ["[data-count]", () => import("./counters.js")],
  ["form[data-autosave]", () => import("./autosave.js")],
  ["[data-combobox]", () => import("./combobox.js")],
  ["[data-tags]", () => import("./tags.js")],
  ["[data-markdown]", () => import("./markdown.js")],
  ["[data-dropzone]", () => import("./uploads.js")],
  ["[data-scoring]", () => import("./scoring.js")],
];
const started = new Set();

async function enhanceWith(load, root) {
  const module = await load();
  if (!started.has(module)) {
    started.add(module);
    module.start?.();
  }
  module.enhance?.(root);
}

function enhance(root) {
  for (const module of always) module.enhance?.(root);
  for (const [selector, load] of onDemand) {
    if (root.querySelector(selector) || (root instanceof Element && root.matches(selector))) enhanceWith(load, root);
  }
}

document.documentElement.dataset.script = "";
for (const module of always) module.start?.();
enhance(document);
startHtmx(enhance);

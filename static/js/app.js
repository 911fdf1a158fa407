// The page shell's script. Every module enhances markup that works without it, where that is possible.
// `enhance(root)` of a module is called for the page and for each part htmx brings in.
import * as autosave from "./autosave.js";
import * as combobox from "./combobox.js";
import * as countdown from "./countdown.js";
import * as counters from "./counters.js";
import * as dialogs from "./dialogs.js";
import * as display from "./display.js";
import * as forms from "./forms.js";
import * as markdown from "./markdown.js";
import * as menus from "./menus.js";
import * as scoring from "./scoring.js";
import * as shortcuts from "./shortcuts.js";
import * as tables from "./tables.js";
import * as tabs from "./tabs.js";
import * as tags from "./tags.js";
import * as toasts from "./toasts.js";
import * as uploads from "./uploads.js";
import { startHtmx } from "./partial.js";

const modules = [toasts, dialogs, menus, display, forms, counters, countdown, tables, tabs, tags, combobox, markdown, uploads, autosave, scoring, shortcuts];

function enhance(root) {
  for (const module of modules) module.enhance?.(root);
}

document.documentElement.dataset.script = "";
for (const module of modules) module.start?.();
enhance(document);
startHtmx(enhance);

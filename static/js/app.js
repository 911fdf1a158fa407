// The page shell's script. Every module enhances markup that works without it, where that is possible.
import * as countdown from "./countdown.js";
import * as dialogs from "./dialogs.js";
import * as display from "./display.js";
import * as forms from "./forms.js";
import * as menus from "./menus.js";
import { startHtmx } from "./partial.js";
import { enhanceAll, register } from "./registry.js";
import * as shortcuts from "./shortcuts.js";
import * as signingOut from "./signing-out.js";
import * as tables from "./tables.js";
import * as tabs from "./tabs.js";
import * as toasts from "./toasts.js";

// Pages with forms name entry-forms.js themselves, so that it is there before anybody types; this is for parts that
// htmx brings to a page without any.
const FORM_PARTS = "[data-count],[data-autosave],[data-combobox],[data-tags],[data-markdown],[data-dropzone],[data-scoring]";

function enhance(root) {
  enhanceAll(root);
  if (root.querySelector(FORM_PARTS)) import("./entry-forms.js");
}

document.documentElement.dataset.script = "";
register([toasts, dialogs, menus, display, signingOut, forms, countdown, tables, tabs, shortcuts]);
enhance(document);
startHtmx(enhance);

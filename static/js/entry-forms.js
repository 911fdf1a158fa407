// What forms need beyond the page shell. Autosave comes first: it compares with what the server wrote.
import * as autosave from "./autosave.js";
import * as combobox from "./combobox.js";
import * as counters from "./counters.js";
import * as markdown from "./markdown.js";
import { register } from "./registry.js";
import * as scoring from "./scoring.js";
import * as tags from "./tags.js";
import * as uploads from "./uploads.js";

register([autosave, counters, combobox, tags, markdown, uploads, scoring]);

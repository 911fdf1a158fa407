// htmx: loaded only on pages that use it, so that public pages stay light.
import { csrfToken } from "./page.js";
import { showToast, sentence } from "./toasts.js";

const USES = "[hx-get],[hx-post],[hx-put],[hx-patch],[hx-delete],[hx-boost]";

const CONFIG = {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  // 422 brings a form back with its errors; other errors are told in a toast and change nothing on the page.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
};

/** htmx acts on its settings while it loads, so they have to be there before it. */
function configure() {
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  meta.content = JSON.stringify(CONFIG);
  document.head.append(meta);
}

export async function startHtmx(enhance) {
  if (!document.querySelector(USES)) return;
  configure();
  const { default: htmx } = await import("htmx.org");
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrfToken(detail.elt.closest("form"));
  });
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    const { xhr } = detail;
    // The server's own sentence comes as a `toast` event in HX-Trigger; without it the general one is said.
    if (!(xhr.getResponseHeader("HX-Trigger") ?? "").includes('"toast"')) showToast(sentence(xhr.status), "error");
  });
  document.body.addEventListener("htmx:sendError", () => showToast(sentence("offline"), "error"));
  htmx.onLoad((part) => enhance(part));
  htmx.process(document.body);
}

// Buttons that write Markdown, and the preview, which the server renders as it will be shown.
import { csrfToken, each } from "./page.js";
import { sentence, showToast } from "./toasts.js";

function wrap(field, sign) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  field.setRangeText(sign + value.slice(from, to) + sign, from, to, "end");
  if (from === to) field.setSelectionRange(from + sign.length, from + sign.length);
}

function prefix(field, sign) {
  const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const lines = field.value.slice(from, field.selectionEnd).split("\n");
  field.setRangeText(lines.map((line) => sign + line).join("\n"), from, field.selectionEnd, "end");
}

function link(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const text = value.slice(from, to);
  field.setRangeText(`[${text}](https://)`, from, to, "end");
  field.setSelectionRange(field.selectionEnd - 1, field.selectionEnd - 1);
}

async function preview(host, field, button) {
  const area = host.querySelector("[data-preview-area]");
  const shows = button.getAttribute("aria-pressed") !== "true";
  if (shows) {
    try {
      const response = await fetch(host.dataset.markdown, {
        method: "POST",
        body: new URLSearchParams({ text: field.value }),
        headers: { "X-CSRFToken": csrfToken(field.form) },
      });
      if (!response.ok) return showToast(sentence(response.status), "error");
      // Rendered and cleaned by the server, as the finished page is.
      area.innerHTML = await response.text();
    } catch {
      return showToast(sentence("offline"), "error");
    }
  }
  button.setAttribute("aria-pressed", String(shows));
  area.hidden = !shows;
  field.hidden = shows;
}

function build(host) {
  const field = host.querySelector("textarea");
  host.querySelector("[role=toolbar]").addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if ("preview" in button.dataset) return preview(host, field, button);
    if (field.hidden) return;
    field.focus();
    if (button.dataset.wrap) wrap(field, button.dataset.wrap);
    else if (button.dataset.line) prefix(field, button.dataset.line);
    else link(field);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("keydown", (event) => {
    const sign = (event.ctrlKey || event.metaKey) && { b: "**", i: "*" }[event.key];
    if (!sign) return;
    event.preventDefault();
    wrap(field, sign);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

export function enhance(root) {
  each(root, "[data-markdown]", build);
}

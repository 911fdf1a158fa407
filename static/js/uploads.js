// Files: dropped or chosen, sent with a progress bar. With data-upload-url at once and one by one, else with their form.
import { csrfToken, each, on } from "./page.js";
import { sentence, showToast } from "./toasts.js";

function send({ url, data, token, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new Error("connection")));
    request.send(data);
  });
}

function rowFor(host, file) {
  const row = document.createElement("div");
  row.className = "upload-row";
  const name = document.createElement("span");
  name.textContent = file.name;
  const state = document.createElement("span");
  state.className = "upload-state";
  state.textContent = host.dataset.textWaiting;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  row.append(name, state, bar);
  host.querySelector("[data-upload-rows]").append(row);
  return { row, state, bar };
}

function reasonOf(host, request) {
  try {
    const said = JSON.parse(request.getResponseHeader("HX-Trigger") ?? "{}").toast?.text;
    if (said) return said;
  } catch {
    // A header that is no JSON says nothing; the general sentence follows.
  }
  return request.status === 413 ? host.dataset.textTooLarge : host.dataset.textFailed;
}

async function sendOne(host, input, file) {
  const { row, state, bar } = rowFor(host, file);
  const data = new FormData();
  data.append(input.name, file);
  state.textContent = host.dataset.textSending;
  try {
    const request = await send({ url: host.dataset.uploadUrl, data, token: csrfToken(input.form), onProgress: (part) => (bar.value = part) });
    if (request.status >= 400) throw new Error(reasonOf(host, request));
    state.textContent = host.dataset.textDone;
    const target = document.querySelector(host.dataset.uploadTarget);
    if (target) target.insertAdjacentHTML("beforeend", request.responseText);
    setTimeout(() => row.remove(), 1500);
  } catch (error) {
    row.dataset.state = "error";
    bar.remove();
    state.textContent = error.message === "connection" ? host.dataset.textFailed : error.message;
  }
}

async function sendAll(host, input) {
  const files = [...input.files];
  input.value = "";
  for (const file of files) await sendOne(host, input, file);
}

function build(host) {
  const input = host.querySelector("input[type=file]");
  for (const type of ["dragenter", "dragover"]) {
    host.addEventListener(type, (event) => {
      event.preventDefault();
      host.dataset.over = "";
    });
  }
  for (const type of ["dragleave", "drop"]) host.addEventListener(type, () => delete host.dataset.over);
  host.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  if (host.dataset.uploadUrl) input.addEventListener("change", () => sendAll(host, input));
}

/** A whole form with files: the page that comes back replaces this one, as it would without a script. */
async function sendForm(form, event) {
  const input = [...form.querySelectorAll("input[type=file]")].find((each) => each.files.length);
  const host = input?.closest("[data-dropzone]");
  if (!host || event.defaultPrevented) return;
  event.preventDefault();
  const { bar } = rowFor(host, input.files[0]);
  const data = new FormData(form, event.submitter);
  try {
    const request = await new Promise((resolve, reject) => {
      const sending = new XMLHttpRequest();
      sending.open("POST", form.action);
      sending.upload.addEventListener("progress", (progress) => (bar.value = progress.loaded / progress.total));
      sending.addEventListener("load", () => resolve(sending));
      sending.addEventListener("error", reject);
      sending.send(data);
    });
    if (request.responseURL !== form.action && request.status < 400) location.assign(request.responseURL);
    else showAnswer(request.responseText);
  } catch {
    showToast(sentence("offline"), "error");
    bar.closest(".upload-row").remove();
    document.dispatchEvent(new CustomEvent("htmx:afterRequest"));
  }
}

function showAnswer(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.querySelector("main [data-error-summary]")?.focus();
  scrollTo(0, 0);
}

export function start() {
  on("submit", "form[data-upload-progress]", sendForm);
}

export function enhance(root) {
  each(root, "[data-dropzone]", build);
}

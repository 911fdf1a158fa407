// An exhibitor scans badges. A badge is noted on the device first and sent then; without network it is sent later, once: the server
// knows a badge of an exhibitor it has seen.
import { openDB } from "idb";
import { readScan } from "./check-in/decide.js";
import { keepPage } from "./kept-page.js";
import { fill, on } from "./page.js";
import { Scanner, signal } from "./scanner.js";

const root = document.querySelector("[data-leads]");
const { exhibitor, address, csrf } = root.dataset;
const outcomes = JSON.parse(root.dataset.outcomes);
const TRY_EVERY = 5_000;
const PATIENCE = 4_000;
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const text = (name, values = {}) => fill(root.getAttribute(`data-text-${name}`) ?? "", values);
const db = await openDB(`leads-${exhibitor}`, 1, { upgrade: (fresh) => fresh.createObjectStore("badges", { keyPath: "key" }) });

let isSending = false;

function say(name, words) {
  part(name).textContent = words;
  part(name).hidden = !words;
}

async function showState(online) {
  const waiting = await db.count("badges");
  part("state").dataset.tone = online ? "success" : "warning";
  part("state").textContent = online ? text("online") : text("offline", { n: waiting });
}

function show(result) {
  const { word, sentence, tone } = outcomes[result.outcome];
  const panel = part("answer");
  panel.dataset.tone = tone;
  panel.dataset.outcome = result.outcome;
  panel.hidden = false;
  say("word", word);
  say("name", result.name ?? "");
  say("about", result.organisation ?? "");
  say("why", result.outcome === "given" && result.new === false ? text("again") : sentence);
  part("open").hidden = !result.url;
  if (result.url) part("open").href = result.url;
  signal(tone);
}

/** Sends badges; null when there is no network. */
async function send(badges) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ sent_at: new Date().toISOString(), scans: badges }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return null;
  }
  if (!answer.ok) {
    if ([400, 401, 403].includes(answer.status)) say("camera-note", text("sign-in"));
    return null;
  }
  return (await answer.json()).results;
}

async function take(scanned) {
  if (!readScan(scanned)) return show({ outcome: "unknown" });
  const badge = { key: crypto.randomUUID(), text: scanned, at: new Date().toISOString() };
  await db.put("badges", badge);
  const results = navigator.onLine ? await send([badge]) : null;
  if (results) await db.delete("badges", badge.key);
  show(results ? results[0] : { outcome: "kept" });
  await showState(Boolean(results));
}

async function flush() {
  if (isSending || !navigator.onLine) return;
  const waiting = await db.getAll("badges", null, 50);
  if (!waiting.length) return;
  isSending = true;
  try {
    const results = await send(waiting);
    for (const { key } of results ?? []) await db.delete("badges", key);
    await showState(Boolean(results));
  } finally {
    isSending = false;
  }
}

const scanner = new Scanner(part("video"), take);
on("click", "[data-act]", async ({ dataset }) => {
  if (dataset.act === "next") part("answer").hidden = true;
  if (dataset.act !== "camera") return;
  try {
    await scanner.start();
    part("camera").dataset.on = "";
  } catch (error) {
    say("camera-note", text(error.name === "NotAllowedError" ? "camera-refused" : "camera-missing"));
  }
});
part("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const box = part("query");
  const typed = box.value.trim();
  box.value = "";
  if (typed) await take(typed);
});
addEventListener("online", flush);
addEventListener("offline", () => showState(false));
setInterval(flush, TRY_EVERY);
await showState(navigator.onLine);
root.dataset.ready = "";
await flush();
keepPage(root.dataset.worker, root.dataset.scope);

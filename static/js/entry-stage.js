// The screens of a pitch day. They ask every second whether the stage moved on (an answer without content while it did not) and
// count by themselves in between, on the server's clock; without a connection they go on counting. Where steps are on the page,
// Space starts and pauses, Q goes to the questions, N to the next; F fills the screen.
import { csrfToken, fill, serverNow } from "./page.js";

const ASK_EVERY = 1000;
const LAST = 60;
const clock = document.querySelector("[data-stage]");
const part = (name) => clock.querySelector(`[data-stage-${name}]`);
const text = (name, values = {}) => fill(clock.getAttribute(`data-text-${name}`) ?? "", values);

let state = JSON.parse(clock.dataset.state);
let isLost = false;

function counted() {
  const since = state.running_since ? Math.max(0, (serverNow() - Date.parse(state.running_since)) / 1000) : 0;
  return state.elapsed + since;
}

function digits(seconds) {
  const whole = Math.abs(Math.trunc(seconds));
  return `${seconds < 0 ? "+" : ""}${Math.trunc(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Colour and word say the same, for whoever sees only one of them. */
function tone(left) {
  if (!state.on || !state.allowed) return "";
  if (left < 0) return "late";
  return left <= LAST && state.phase !== "break" ? "soon" : "left";
}

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function show() {
  // Rounded up while time is left, so that 0:00 is the end and not a second before it.
  const left = state.allowed - counted();
  const now = tone(left);
  clock.dataset.tone = now;
  document.body.dataset.tone = now;
  document.body.dataset.phase = state.phase;
  say(part("phase"), text(state.phase));
  say(part("digits"), state.on ? digits(left < 0 ? Math.floor(left) : Math.ceil(left)) : "–");
  const word = now ? text(now) : "";
  say(part("word"), isLost ? text("lost") : state.on && !state.running_since ? [text("held"), now === "late" ? word : ""].filter(Boolean).join(" · ") : word);
  say(part("on"), state.on ? (state.on.is_break ? state.on.title : text("entry", state.on)) : "");
  say(part("next"), state.next ? text("next", state.next) : "");
}

function markList() {
  for (const row of document.querySelectorAll("[data-slot]")) {
    const isOn = row.dataset.slot === state.on?.slot;
    if (isOn === (row.dataset.slotState === "on")) continue;
    location.reload(); // The programme itself changed: who is done, who was moved.
    return;
  }
}

async function ask() {
  try {
    const answer = await fetch(clock.dataset.stage, { cache: "no-cache", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    isLost = false;
    if (found.version !== state.version) {
      state = found;
      for (const field of document.querySelectorAll("[data-stage-step] input[name=version]")) field.value = state.version;
      markList();
    }
  } catch {
    isLost = true;
  }
  show();
}

async function takeStep(form) {
  const body = new URLSearchParams(new FormData(form));
  try {
    await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(form) } });
  } catch {
    isLost = true;
  }
  await ask();
}

const steps = [...document.querySelectorAll("form[data-stage-step]")];
const press = (name) => steps.find((form) => form.dataset.stageStep === name)?.requestSubmit();

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "f") fullScreen();
  else if (!steps.length) return;
  else if (key === " " && !event.target.closest("button, a")) press(state.running_since ? "pause" : "start");
  else if (key === "q") press("questions");
  else if (key === "n") press("next");
  else return;
  event.preventDefault();
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

/** The screen stays on while the page is in sight. */
async function stayAwake() {
  if (document.hidden || !navigator.wakeLock) return;
  await navigator.wakeLock.request("screen").catch(() => {}); // Refused when the battery is low: the digits go on.
}

for (const form of steps) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    takeStep(form);
  });
}
document.querySelector("[data-slot-state=on]")?.scrollIntoView({ block: "center" });
document.addEventListener("keydown", onKey);
document.querySelector("[data-full-screen]")?.addEventListener("click", fullScreen);
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
show();
setInterval(show, 200);
setInterval(ask, ASK_EVERY);

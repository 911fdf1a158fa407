// Time left by the server's clock. The text is renewed when it changes, every second only in the last hour.
import { each, fill, serverNow } from "./page.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const shown = new Set();

function urgencyOf(left) {
  if (left <= 0) return "over";
  if (left < 3 * HOUR) return "now";
  return left < 2 * DAY ? "soon" : "calm";
}

function words(texts, left) {
  if (left <= 0) return texts.over;
  if (left >= 2 * DAY) return fill(texts.days, { n: Math.floor(left / DAY) });
  if (left >= HOUR) return fill(texts.hours, { n: Math.floor(left / HOUR) });
  if (left >= MINUTE) return fill(texts.minutes, { n: Math.floor(left / MINUTE) });
  return fill(texts.seconds, { n: Math.floor(left / SECOND) });
}

function show(element) {
  const left = Date.parse(element.dataset.countdown) - serverNow();
  element.dataset.urgency = urgencyOf(left);
  const text = element.querySelector("[data-countdown-text]");
  if (text) text.textContent = words(element.dataset, left);
  const parts = { d: Math.floor(left / DAY), h: Math.floor((left % DAY) / HOUR), m: Math.floor((left % HOUR) / MINUTE) };
  for (const part of element.querySelectorAll("[data-part]")) part.textContent = String(Math.max(0, parts[part.dataset.part]));
  if (left <= 0) {
    shown.delete(element);
    element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
  }
  return left;
}

let timer;
function tick() {
  clearTimeout(timer);
  let next = MINUTE;
  for (const element of shown) {
    if (!element.isConnected) shown.delete(element);
    else if (show(element) < HOUR) next = SECOND;
  }
  if (shown.size) timer = setTimeout(tick, next);
}

export function enhance(root) {
  each(root, "[data-countdown]", (element) => shown.add(element));
  if (shown.size) tick();
}

// On a pitch day the desk says who is on stage and leads to their sheet.
import { fill } from "../page.js";

const WHILE_ON = 3000;
const WHILE_QUIET = 20_000;

export function followStage() {
  const place = document.querySelector("[data-stage-now]");
  if (!place) return;
  const link = place.querySelector("a");
  const words = place.querySelector("[data-stage-words]");

  function show({ on }) {
    place.hidden = !on;
    if (!on) return;
    const label = fill(place.dataset.text, on);
    if (words.textContent !== label) words.textContent = label;
    link.hidden = !on.url || location.pathname === on.url;
    if (on.url) link.href = on.url;
  }

  async function ask() {
    let isOn = false;
    try {
      const answer = await fetch(place.dataset.stageNow, { cache: "no-cache", headers: { Accept: "application/json" } });
      if (answer.ok) {
        const found = await answer.json();
        isOn = Boolean(found.on);
        show(found);
      }
    } catch {
      // Without network the judge goes on by the printed programme; the next answer shows who is on.
    }
    setTimeout(ask, isOn ? WHILE_ON : WHILE_QUIET);
  }
  ask();
}

// The board of the hall: minutes and seconds to the end of the slot, on the server's clock. The rest of the board is fetched anew.
import { serverNow } from "./page.js";

function show() {
  for (const clock of document.querySelectorAll("[data-clock-to]")) {
    const left = Math.max(0, Math.ceil((Date.parse(clock.dataset.clockTo) - serverNow()) / 1000));
    const hours = Math.floor(left / 3600);
    const minutes = Math.floor((left % 3600) / 60);
    const seconds = String(left % 60).padStart(2, "0");
    const text = hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
    if (clock.textContent !== text) clock.textContent = text;
    clock.dataset.tone = left <= 60 ? "late" : left <= 180 ? "soon" : "";
  }
}

show();
setInterval(show, 500);
document.addEventListener("htmx:afterSwap", show);

// Where a judge's device keeps something, signing out asks it first; everywhere else the form goes its way.
import { on } from "./page.js";

function keepsSomething() {
  try {
    return localStorage.getItem("judge-device") !== null;
  } catch {
    return false;
  }
}

export function start() {
  on("submit", 'form[action$="/sign-out"]', (form, event) => {
    if (event.defaultPrevented || !keepsSomething()) return;
    event.preventDefault();
    // What cannot be asked must not keep anybody signed in.
    import("./desk/leaving.js").then(({ leave }) => leave(form)).catch(() => form.submit());
  });
}

// Digits typed anywhere on the sheet go into the stepper of the active criterion; Delete takes its score back.
function isTyping(target) {
  return target.matches("textarea, select, [contenteditable]") || (target.matches("input") && !["radio", "checkbox"].includes(target.type));
}

function onKey(form, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const active = form.querySelector("[data-criterion][data-active]");
  if (!active) return;
  const box = active.querySelector("[data-stepper] input");
  if (box && /^\d$/.test(event.key) && !box.disabled) {
    event.preventDefault();
    box.value = event.key;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    for (const input of active.querySelectorAll("[data-score]:not(:disabled)")) {
      if (input.type === "radio") input.checked = false;
      else input.value = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

export function startKeys(form) {
  document.addEventListener("keydown", (event) => onKey(form, event));
}

// Dialogs and the question before a step that matters.
import { each, on } from "./page.js";

/** Asks; the button that goes on says what will happen, as the button that was pressed did. */
export function ask(question, step) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-confirm-text]").textContent = question;
  dialog.querySelector('[data-answer="yes"]').textContent = step;
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = (event) => {
      const button = event.target.closest("[data-answer]");
      if (button) dialog.close(button.dataset.answer);
    };
    dialog.addEventListener("click", answer);
    dialog.addEventListener(
      "close",
      () => {
        dialog.removeEventListener("click", answer);
        const said = dialog.returnValue === "yes";
        dialog.returnValue = "";
        resolve(said);
      },
      { once: true },
    );
  });
}

async function onConfirm(element, event) {
  if (element.confirmed) {
    element.confirmed = false;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const step = (element.getAttribute("aria-label") ?? element.textContent).trim();
  if (!(await ask(element.dataset.confirm, step))) {
    element.focus();
    return;
  }
  element.confirmed = true;
  element.click();
}

export function start() {
  // In the capturing phase, before htmx and the forms see the click.
  on("click", "[data-confirm]", onConfirm, true);
  on("click", "[data-dialog]", (button, event) => {
    event.preventDefault();
    document.getElementById(button.dataset.dialog)?.showModal();
  });
  on("click", "[data-close]", (button) => button.closest("dialog")?.close());
  // A click on the backdrop is a click on the dialog itself.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof HTMLDialogElement && target.open && !target.querySelector("form")) target.close();
  });
}

export function enhance(root) {
  each(root, "dialog[data-open]", (dialog) => dialog.showModal());
}

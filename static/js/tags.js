// Tags: the field keeps its value, separated by commas; chips stand before a box in which the next one is typed.
import { each, fill } from "./page.js";

function build(host) {
  const field = host.querySelector("input");
  const box = document.createElement("div");
  box.className = "input tags-box";
  const typed = document.createElement("input");
  typed.type = "text";
  typed.id = field.id;
  typed.autocomplete = "off";
  for (const name of ["aria-describedby", "aria-invalid", "list", "placeholder"]) {
    if (field.hasAttribute(name)) typed.setAttribute(name, field.getAttribute(name));
  }
  field.removeAttribute("id");
  field.type = "hidden";
  box.append(typed);
  host.prepend(box);

  let values = split(field.value);
  const show = () => {
    for (const chip of box.querySelectorAll(".tag")) chip.remove();
    for (const value of values) box.insertBefore(chipOf(value), typed);
    field.value = values.join(", ");
  };
  const change = (next) => {
    values = next;
    show();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const take = () => {
    const next = split(typed.value).filter((value) => !values.includes(value));
    typed.value = "";
    if (next.length) change([...values, ...next]);
  };
  const chipOf = (value) => {
    const chip = document.createElement("span");
    chip.className = "tag";
    chip.textContent = value;
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", fill(host.dataset.textRemove, { tag: value }));
    button.textContent = "×";
    button.addEventListener("click", () => {
      change(values.filter((each) => each !== value));
      typed.focus();
    });
    chip.append(button);
    return chip;
  };
  typed.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === ",") && !event.isComposing) {
      if (typed.value.trim() || event.key === ",") event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !typed.value && values.length) change(values.slice(0, -1));
  });
  typed.addEventListener("blur", take);
  show();
}

function split(text) {
  return [...new Set(text.split(/[,;\n]/).map((part) => part.trim().normalize("NFC")).filter(Boolean))];
}

export function enhance(root) {
  each(root, "[data-tags]", build);
}

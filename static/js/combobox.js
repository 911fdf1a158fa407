// A select that can be searched, marks or no marks. The select stays the field that is sent.
import { each, fold, on } from "./page.js";

let number = 0;

class Combobox {
  constructor(host) {
    this.host = host;
    this.select = host.querySelector("select");
    this.several = this.select.multiple;
    this.input = document.createElement("input");
    this.list = document.createElement("div");
    this.active = -1;
    this.dress();
    this.listen();
    this.reset();
  }

  dress() {
    const { select, input, list } = this;
    const id = `combobox-${++number}`;
    Object.assign(input, { type: "text", className: "select", id: select.id, autocomplete: "off", placeholder: this.host.dataset.textSearch, disabled: select.disabled });
    Object.assign(list, { className: "combobox-list", id, hidden: true });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": id })) input.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) list.setAttribute("aria-label", label.textContent.trim());
    select.removeAttribute("id");
    select.hidden = true;
    this.host.append(input, list);
  }

  listen() {
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[data-index]");
      if (option) this.choose(Number(option.dataset.index));
    });
    this.select.addEventListener("combobox:refresh", () => (this.list.hidden ? this.reset() : this.open(this.input.value)));
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.reset()));
  }

  onKey(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.list.hidden) this.open("");
      else this.move(steps[event.key]);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      const option = this.list.children[this.active];
      if (option?.dataset.index) this.choose(Number(option.dataset.index));
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  open(text) {
    const wanted = fold(text.trim());
    const found = [...this.select.options].filter((option) => option.text && fold(option.text).includes(wanted));
    this.list.replaceChildren(...found.map((option) => this.optionOf(option)));
    if (!found.length) this.list.append(this.note());
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.active = -1;
    const chosen = found.findIndex((option) => option.selected);
    this.move(wanted ? 1 : Math.max(chosen, 0) + 1);
  }

  optionOf(option) {
    const element = document.createElement("div");
    element.className = "combobox-option";
    element.id = `${this.list.id}-${option.index}`;
    element.dataset.index = option.index;
    element.textContent = option.text;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", String(option.selected));
    return element;
  }

  note() {
    const element = document.createElement("div");
    element.className = "combobox-none";
    element.setAttribute("role", "option");
    element.setAttribute("aria-disabled", "true");
    element.textContent = this.host.dataset.textNone;
    return element;
  }

  move(step) {
    const options = [...this.list.querySelectorAll("[data-index]")];
    if (!options.length) return;
    options[this.active]?.removeAttribute("data-active");
    this.active = (this.active + step + options.length) % options.length;
    options[this.active].setAttribute("data-active", "");
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  choose(index) {
    const option = this.select.options[index];
    option.selected = this.several ? !option.selected : true;
    for (const type of ["input", "change"]) this.select.dispatchEvent(new Event(type, { bubbles: true }));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    // Clearing the text clears the choice where "nothing" is one.
    const nothing = [...this.select.options].find((option) => !option.value);
    if (!this.several && !this.input.value.trim() && nothing && !nothing.selected) this.choose(nothing.index);
    else this.reset();
  }

  reset() {
    this.input.value = [...this.select.selectedOptions].map((option) => option.text).join(", ");
  }
}

export function enhance(root) {
  each(root, "[data-combobox]", (host) => new Combobox(host));
}

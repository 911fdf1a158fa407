// The floor plan editor: draws with mouse, touch and keyboard, saves as it goes. See floor-plan/.
import "./entry-forms.js";
import { Acts } from "./floor-plan/acts.js";
import { Canvas } from "./floor-plan/canvas.js";
import { unite } from "./floor-plan/geometry.js";
import { Keys } from "./floor-plan/keys.js";
import { Outline } from "./floor-plan/outline.js";
import { Panel } from "./floor-plan/panel.js";
import { boxOfItem, Plan } from "./floor-plan/plan.js";
import { metres, Pointer } from "./floor-plan/pointer.js";
import { Saver } from "./floor-plan/saver.js";
import { Snapper } from "./floor-plan/snapping.js";
import { Viewport } from "./floor-plan/viewport.js";
import { fill } from "./page.js";

const root = document.querySelector("[data-floor-plan]");

class Words {
  constructor(element) {
    this.element = element;
    this.kinds = new Map([...element.querySelectorAll("select[name=kind] option")].map((option) => [option.value, option.textContent]));
    this.currency = new Intl.NumberFormat(element.dataset.language);
  }

  text(name) {
    return this.element.getAttribute(`data-text-${name}`) ?? name;
  }

  fill(name, values) {
    return fill(this.text(name), values);
  }

  /** What a screen reader says of an item. */
  say(item, isBooth) {
    const size = { width: metres(item.width), depth: metres(item.depth) };
    if (!isBooth) return [this.fill("object", { kind: this.text(`kind-${item.kind}`), ...size }), item.text].filter(Boolean).join(", ");
    const price = item.price ? `${this.currency.format(item.price)} ${this.element.dataset.currency}` : this.text("free");
    const parts = [this.fill("booth", { number: item.number, kind: this.kinds.get(item.kind) ?? item.kind, price, ...size })];
    if (item.holder) parts.push(this.fill("holder", { name: item.holder }));
    if (item.blocked) parts.push(this.text("blocked"));
    return parts.join(", ");
  }
}

function start(data) {
  const mayEdit = Boolean(root.dataset.mayEdit);
  const svg = root.querySelector(".fp-canvas");
  const words = new Words(root);
  const live = root.querySelector("[data-live]");
  const tell = (name, values = {}) => {
    live.textContent = words.fill(name, values);
    if (name.startsWith("taken")) document.body.dispatchEvent(new CustomEvent("toast", { detail: { text: live.textContent, level: "warning" } }));
  };
  const plan = new Plan(data);
  const viewport = new Viewport(svg, plan.hall);
  viewport.fit();
  const canvas = new Canvas(svg, plan, viewport, words);
  canvas.mayEdit = mayEdit;
  const acts = new Acts(plan, tell);
  const snapper = new Snapper(plan, viewport);
  const toPanel = () => root.querySelector('[data-panel="booth"] .field:not([hidden]) :is(input, select):not(:disabled)')?.focus();
  const toolChanged = (tool) => {
    for (const button of root.querySelectorAll("button[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  };
  const ask = () => root.querySelector('[data-fields] [name="note"]')?.focus();
  const outline = new Outline({ canvas, plan, viewport, snapper, tell, metres });
  const pointer = new Pointer({ canvas, plan, viewport, snapper, acts, tip: root.querySelector("[data-tip]"), mayEdit, toolChanged, ask, outline });
  const doing = {
    undo: () => plan.undo() && tell("undone"),
    redo: () => plan.redo() && tell("redone"),
    "zoom-in": () => viewport.zoom(1.25),
    "zoom-out": () => viewport.zoom(0.8),
    fit: () => viewport.fit(),
    snap: () => {
      snapper.on = !snapper.on;
      root.querySelector('[data-act="snap"]').setAttribute("aria-pressed", String(snapper.on));
    },
    "select-all": () => plan.select(plan.booths.keys()),
    number: () => acts.number(),
    duplicate: () => acts.duplicate(),
    turn: () => acts.turn(90),
    remove: () => acts.remove(),
    outline: () => {
      pointer.use("outline");
      svg.focus({ preventScroll: true });
    },
    rectangle: () => outline.rectangle(),
    "distribute-across": () => acts.distribute("x"),
    "distribute-down": () => acts.distribute("y"),
  };
  for (const side of ["left", "centre", "right", "top", "middle", "bottom"]) doing[`align-${side}`] = () => acts.align(side);
  const press = (name) => doing[name]?.();
  new Panel(root, plan, words, { mayEdit, tell });
  new Keys({ canvas, plan, viewport, acts, pointer, press, toPanel, mayEdit });

  root.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]");
    if (act) return press(act.dataset.act);
    const tool = event.target.closest("button[data-tool]");
    if (tool) return pointer.use(tool.dataset.tool);
    const problem = event.target.closest("[data-problem]");
    if (problem) {
      const ids = problem.dataset.problem.split(" ");
      plan.select(ids);
      viewport.reveal(unite(ids.map((id) => boxOfItem(plan.item(id)))));
      canvas.focus(ids[0]);
    }
  });
  root.querySelector("[data-fields]").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    canvas.focus([...plan.selection][0]);
  });
  const zoom = root.querySelector("[data-zoom]");
  const showZoom = () => (zoom.textContent = `${viewport.percent} %`);
  viewport.addEventListener("view", showZoom);
  showZoom();
  plan.addEventListener("change", () => (viewport.bounds = plan.hall));
  plan.addEventListener("select", () => {
    if (plan.selection.size > 1) live.textContent = words.fill("selected", { n: plan.selection.size });
  });
  document.querySelector("[data-row-form]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = rowsAsked(event.target);
    if (!wanted) return;
    event.target.closest("dialog").close();
    acts.rows(wanted, viewport.middle);
    svg.focus({ preventScroll: true });
  });
  if (mayEdit) keep(plan, words, data);
  root.dataset.ready = "1";
  performance.mark("floor-plan-ready");
}

function rowsAsked(form) {
  const number = (name) => Number(form.elements.namedItem(name).value.replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", "."));
  const asked = {
    count: number("count"),
    rows: number("rows"),
    width: Math.round(number("width") * 100),
    depth: Math.round(number("depth") * 100),
    gap: Math.round(number("gap") * 100),
    aisle: Math.round(number("aisle") * 100),
    price: number("price"),
  };
  const fits = Object.values(asked).every((value) => Number.isFinite(value) && value >= 0) && asked.width >= 20 && asked.depth >= 20;
  return fits && asked.count >= 1 && asked.rows >= 1 && asked.count * asked.rows <= 500 ? asked : null;
}

function keep(plan, words, data) {
  const saver = new Saver(plan, root.dataset.floorPlan, root.querySelector("[data-save-state]"));
  saver.theirs = structuredClone(data);
  const dialog = document.getElementById("plan-conflict");
  let open = null;
  const describe = (booth) => (booth ? `${metres(booth.width ?? 0)} × ${metres(booth.depth ?? 0)} m, ${metres(booth.x ?? 0)} · ${metres(booth.y ?? 0)}, ${words.currency.format(booth.price ?? 0)} ₫` : words.text("absent"));
  saver.addEventListener("conflict", ({ detail }) => {
    open = detail;
    dialog.querySelector("[data-differences]").replaceChildren(
      ...detail.differences.slice(0, 20).map(({ number, mine, theirs }) => {
        const row = document.createElement("li");
        row.textContent = words.fill("differs", { number, mine: describe(mine), theirs: describe(theirs) });
        return row;
      }),
    );
    dialog.showModal();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-keep]")?.dataset.keep;
    if (!choice || !open) return;
    dialog.close();
    saver.settle(open.theirs, choice === "mine" ? open.mine : null);
    open = null;
  });
  saver.restore();
}

async function load() {
  try {
    const response = await fetch(root.dataset.floorPlan, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    start(await response.json());
  } catch (error) {
    root.querySelector("[data-live]").textContent = root.dataset.textFailed;
    root.querySelector("[data-save-text]").textContent = root.dataset.textFailed;
    throw error;
  }
}

load();

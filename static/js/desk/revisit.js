// All own scores side by side: each box is kept on the device and sent like those of the sheets.
export function startRevisit(desk) {
  const boxes = [...document.querySelectorAll("input[data-revisit]")];
  const last = new Map(boxes.map((box) => [box, box.value]));

  function keep(box) {
    if (box.value === last.get(box)) return;
    last.set(box, box.value);
    const { revisit: sheet, name, seen, title, url } = box.dataset;
    const typed = { [name]: { value: box.value, seen, label: box.getAttribute("aria-label") } };
    desk.store.keep(sheet, typed, { title, url }).then(() => desk.send(), () => desk.cannotKeep());
  }

  for (const box of boxes) box.addEventListener("change", () => keep(box));
  return {
    accepted(sheet, answer, fields) {
      const marks = Object.fromEntries(answer.version.split(";").map((part) => part.split("=")));
      for (const box of boxes.filter((each) => each.dataset.revisit === sheet && each.dataset.name in fields)) box.dataset.seen = marks[box.dataset.name];
      const total = document.querySelector(`[data-revisit-total="${sheet}"]`);
      if (total) total.textContent = answer.total ?? "–";
    },
  };
}

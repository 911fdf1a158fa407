// A product's pictures: the small ones move the large one sideways, and show which is in sight.
import { each } from "../page.js";

function build(gallery) {
  const track = gallery.querySelector(".gallery-track");
  const thumbs = [...gallery.querySelectorAll(".gallery-thumbs a")];
  const slides = [...track.children];
  const mark = (at) => thumbs.forEach((thumb, number) => (number === at ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current")));
  thumbs.forEach((thumb, number) =>
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      track.scrollTo({ left: slides[number].offsetLeft - track.offsetLeft, behavior: "smooth" });
    }),
  );
  const watcher = new IntersectionObserver(
    (seen) => {
      const shown = seen.find((entry) => entry.isIntersecting);
      if (shown) mark(slides.indexOf(shown.target));
    },
    { root: track, threshold: 0.6 },
  );
  for (const slide of slides) watcher.observe(slide);
}

export function enhance(root) {
  each(root, "[data-gallery]", build);
}

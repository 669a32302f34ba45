// The arrow keys (and j and k) walk through the passages found; Enter opens one, since it is a link. Nothing
// is taken from whoever is typing, or holds a modifier key. A screen reader that walks by itself never asks.
const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const typing = "input, textarea, select, audio, video, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.(typing)) return;
  const links = [...document.querySelectorAll(".pa-hit .pa-open")];
  const hit = document.activeElement?.closest?.(".pa-hit");
  const at = hit ? links.indexOf(hit.querySelector(".pa-open")) : -1;
  const next = at >= 0 ? links[at + step] : step > 0 ? inSight(links) : undefined;
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.closest(".pa-hit").scrollIntoView({ block: "nearest" });
});

// The first passage that is not above what is seen: whoever has scrolled goes on from there.
function inSight(links) {
  return links.find((link) => link.getBoundingClientRect().top >= 0);
}

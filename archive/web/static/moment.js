// The words of an episode: opens at the moment asked for, says which chapter is being read, and shows a
// moment with its citations on the spot. Without it, all of these are links.
import { copying } from "./copying.js";

const transcript = document.querySelector(".pa-transcript");

// An address with ?t= names a moment: show it. One with a fragment is scrolled to by the browser itself.
const current = document.querySelector(".pa-block > [aria-current]");
if (current && !location.hash) {
  arrive(current, "center");
}
// A link of the page leads as exactly as it did before blocks were laid out late.
addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target && transcript?.contains(target)) arrive(target);
});

// What is not near the window is laid out when it comes near: only then the place is known for certain.
function arrive(element, block = "start", left = 12) {
  const before = element.getBoundingClientRect().top;
  element.scrollIntoView({ block });
  const after = element.getBoundingClientRect().top;
  const moved = left > 8 || Math.abs(after - before) > 1;
  if (left && moved) requestAnimationFrame(() => arrive(element, block, left - 1));
}

// A wide table is folded where it would have to be scrolled sideways.
const figures = document.querySelector(".pa-figures");
if (figures && matchMedia("(max-width: 700px)").matches) figures.open = false;

// Chapters follow the scroll.
const chapters = document.querySelector(".pa-chapters");
if (chapters && transcript) {
  const list = chapters.querySelector("ol");
  const folded = chapters.querySelector("details");
  const here = chapters.querySelector(".pa-here");
  const narrow = matchMedia("(max-width: 900px)");
  const links = new Map();
  for (const link of chapters.querySelectorAll("a[href^='#c']")) links.set(link.hash.slice(1), link);
  const fold = () => { folded.open = !narrow.matches; };
  fold();
  narrow.addEventListener("change", fold);
  // Where there is room, the list is no thing to fold.
  folded.addEventListener("click", (event) => {
    if (event.target.closest("summary") && !narrow.matches) event.preventDefault();
    if (event.target.closest("a") && narrow.matches) folded.open = false;
  });
  const visible = new Set();
  let now = null;
  const show = () => {
    const found = [...links.keys()].find((id) => visible.has(id));
    const link = found && links.get(found);
    if (!link || link === now) return;
    now?.removeAttribute("aria-current");
    now = link;
    now.setAttribute("aria-current", "true");
    here.textContent = link.lastElementChild.textContent;
    // Only the list is scrolled, never the page.
    const top = link.offsetTop - list.offsetTop;
    const box = chapters;
    if (box.scrollHeight > box.clientHeight) box.scrollTop = Math.max(0, top - box.clientHeight / 2);
  };
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) visible[entry.isIntersecting ? "add" : "delete"](entry.target.id);
    show();
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const section of transcript.querySelectorAll("section[id]")) seen.observe(section);
}

// A moment with its citations, on the spot. Whoever wants a new tab gets it.
const dialog = document.querySelector(".pa-moment-dialog");
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.pa-cite");
  if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const moment = page.querySelector(".pa-moment");
    const close = page.querySelector(".pa-moment-close");
    close.hidden = false;
    moment.querySelector("h1").id = "moment-heading";
    dialog.setAttribute("aria-labelledby", "moment-heading");
    dialog.replaceChildren(close, moment);
    close.addEventListener("click", () => dialog.close());
    copying(dialog);
    dialog.showModal();
  } catch {
    location.href = link.href;
  }
});
dialog?.addEventListener("click", (event) => {
  // Beside it: only the dialog itself is hit there.
  if (event.target === dialog) dialog.close();
});

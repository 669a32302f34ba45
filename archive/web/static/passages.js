// What a passage has beside its time: the time plays, # is the address of the moment, ❝ quotes and cites it,
// and ≈ leads to other recordings. An evening has thousands: first it is made for those near the window, for
// all others while the browser has nothing else to do.
import { mapped, written } from "./clocks.js";

const transcript = document.querySelector(".pa-transcript[data-link]");
if (transcript) start(transcript);

function start(transcript) {
  const { listen, link: linked, cite: cited } = transcript.dataset;
  const ways = JSON.parse(transcript.dataset.ways ?? "[]");
  for (const each of document.querySelectorAll(".pa-plainly")) each.hidden = !each.hidden;

  const furnished = new WeakSet();
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) furnish(target);
  }, { rootMargin: "100% 0px" });
  const blocks = transcript.querySelectorAll(".pa-block");
  for (const block of blocks) near.observe(block);
  let next = 0;
  const others = (idle) => {
    while (next < blocks.length && idle.timeRemaining() > 3) furnish(blocks[next++]);
    if (next < blocks.length) whenIdle(others);
    else near.disconnect();
  };
  whenIdle(others);
  // Whoever comes by the keyboard is there at once.
  transcript.addEventListener("focusin", (event) => {
    const block = event.target.closest(".pa-block");
    if (block) furnish(block);
  });

  function furnish(block) {
    near.unobserve(block);
    if (furnished.has(block)) return;
    furnished.add(block);
    for (const passage of block.querySelectorAll(":scope > [data-t]")) beside(passage);
  }

  function beside(passage) {
    const time = passage.firstElementChild;
    const at = time.textContent, moment = time.getAttribute("href");
    const ms = Number(passage.dataset.t), from = Number(passage.dataset.cue ?? ms);
    const here = `?t=${ms / 1000}#${passage.id}`;
    const signs = document.createElement("span");
    signs.className = "pa-beside";
    if (listen) signs.append(anchor(here, "#", "pa-anchor", linked.replace("{at}", at)));
    signs.append(anchor(moment, "❝", "pa-cite", cited.replace("{at}", at)));
    for (const way of ways) {
      const there = mapped(way.pieces, from);
      if (there === null || there < 0) continue;
      signs.append(anchor(`${way.before}${Math.floor(there / 1000)}`, `≈ ${written(there)}`, "pa-mapped"));
    }
    time.href = listen ? `${listen}${Math.floor(from / 1000)}` : here;
    time.after(signs);
  }
}

function whenIdle(work) {
  if (window.requestIdleCallback) requestIdleCallback(work);
  else {
    setTimeout(() => {
      const until = performance.now() + 8;
      work({ timeRemaining: () => until - performance.now() });
    }, 20);
  }
}

function anchor(href, text, name, label) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  made.className = name;
  if (label) made.setAttribute("aria-label", label);
  return made;
}

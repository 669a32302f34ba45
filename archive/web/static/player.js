// The player of an episode's page: what plays is marked in the words and in the plot, and a time seeks.
// Nothing is loaded from anywhere before somebody asks for it.
import { last, mapped, written } from "./clocks.js";
import { YouTube } from "./youtube.js";

// A recording of our own element: <audio> or <video>.
class Media {
  constructor(kind, source, startsAt, told, failed) {
    this.element = document.createElement(kind);
    this.element.controls = true;
    this.element.preload = "none";
    this.element.src = source;
    this.told = told;
    const tell = () => told(this.seconds, this.playing);
    for (const name of ["timeupdate", "seeked", "play", "pause"]) this.element.addEventListener(name, tell);
    this.element.addEventListener("error", () => { if (this.element.hasAttribute("src")) failed(); });
    if (startsAt) this.element.currentTime = startsAt;
    this.element.play().catch(() => {});
  }

  get seconds() { return this.element.currentTime; }
  get playing() { return !this.element.paused; }

  seek(seconds) {
    this.element.currentTime = seconds;
    this.element.play().catch(() => {});
  }

  pause() { this.element.pause(); }

  remove() {
    this.element.pause();
    this.element.removeAttribute("src");
    this.element.load();
    this.element.remove();
  }
}

const box = document.querySelector(".pa-player");
if (box) start(box);

function start(box) {
  const tracks = JSON.parse(box.dataset.tracks).map((track) => ({
    ...track,
    back: track.pieces?.map(([a, b, c, d]) => [c, d, a, b]).sort((one, other) => one[0] - other[0]),
  }));
  const buttons = [...box.querySelectorAll(".pa-load")];
  const dock = box.querySelector(".pa-dock");
  const screen = dock.querySelector(".pa-screen");
  const clock = dock.querySelector(".pa-now-at");
  const voice = dock.querySelector(".pa-now-voice");
  const note = dock.querySelector(".pa-now-note");
  const follow = dock.querySelector(".pa-follow");
  const passages = [...document.querySelectorAll(".pa-block > [data-t]")].map((element) => (
    { element, ms: Number(element.dataset.t) }
  ));
  const plot = document.querySelector(".pa-lanes");
  const head = plot?.querySelector(".pa-playhead");
  let player = null, track = null, shown = null, asked = null;

  box.hidden = false;
  follow.checked = !matchMedia("(prefers-reduced-motion: reduce)").matches;

  const here = (seconds) => (track.back ? mapped(track.back, seconds * 1000) : seconds * 1000);
  const there = (ms, of = track) => {
    const found = of.pieces ? mapped(of.pieces, ms) : ms;
    return found === null ? null : found / 1000;
  };

  function told(seconds) {
    const ms = here(seconds);
    if (ms === null) return;
    // Players begin a little before what was asked for, and that is what shall be marked.
    if (asked !== null && ms < asked && asked - ms < 3000) return mark(asked);
    asked = null;
    mark(ms);
  }

  function mark(ms) {
    clock.textContent = written(ms);
    if (head) {
      const x = `${Math.min(100, (ms / Number(plot.dataset.length)) * 100).toFixed(2)}%`;
      head.setAttribute("x1", x);
      head.setAttribute("x2", x);
      head.setAttribute("visibility", "visible");
    }
    const found = passages[last(passages, (each) => each.ms <= ms)]?.element ?? null;
    if (found === shown) return;
    shown?.classList.remove("pa-playing");
    shown = found;
    if (!shown) return;
    shown.classList.add("pa-playing");
    clock.hash = shown.id;
    voice.textContent = shown.closest(".pa-block")?.querySelector("h3")?.firstChild.textContent.trim() ?? "";
    if (follow.checked) {
      // A long way is not walked: nobody wants to see an hour pass by.
      const near = Math.abs(shown.getBoundingClientRect().top) < 2 * innerHeight;
      const smooth = near && !matchMedia("(prefers-reduced-motion: reduce)").matches;
      shown.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "auto" });
    }
  }

  function play(ms, number = tracks.indexOf(track)) {
    const wanted = tracks[number];
    const seconds = there(ms, wanted);
    note.textContent = seconds === null ? box.dataset.elsewhere : "";
    if (seconds === null && player && track === wanted) return true;
    asked = seconds === null ? null : ms;
    if (player && track === wanted) {
      player.seek(seconds);
    } else {
      player?.remove();
      track = wanted;
      const at = seconds ?? 0;
      player = track.kind === "youtube"
        ? new YouTube(track.source, box.dataset.frame, at, told)
        : new Media(track.kind, track.source, at, told, () => { note.textContent = box.dataset.failed; });
      screen.replaceChildren(player.element);
      screen.dataset.kind = track.kind;
      dock.hidden = false;
      document.body.classList.add("pa-docked");
      press(number);
    }
    if (asked !== null) mark(asked);
    return true;
  }

  function close() {
    player?.remove();
    player = track = asked = null;
    shown?.classList.remove("pa-playing");
    shown = null;
    head?.setAttribute("visibility", "hidden");
    dock.hidden = true;
    document.body.classList.remove("pa-docked");
    press(-1);
  }

  function press(number) {
    buttons.forEach((button, each) => button.setAttribute("aria-pressed", String(each === number)));
  }

  buttons.forEach((button, number) => button.addEventListener("click", () => {
    if (track === tracks[number]) return;
    const from = track ? here(player.seconds) : null;
    const first = document.querySelector(".pa-block > :target, .pa-block > [aria-current]");
    // The address names the second; the passage only begins near it.
    const asks = first?.hasAttribute("aria-current") && box.dataset.asked;
    play(from ?? Number(asks || first?.dataset.t || 0), number);
  }));
  dock.querySelector(".pa-close").addEventListener("click", () => { close(); buttons[0].focus(); });
  follow.addEventListener("change", () => {
    if (follow.checked) shown?.scrollIntoView({ block: "center" });
  });

  // With a player open, a time seeks. Without one it is a link, as it would be without a script.
  document.addEventListener("click", (event) => {
    if (!player || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a");
    if (!link) return;
    const ms = timeOf(link);
    if (ms !== null && play(ms) && !link.closest(".pa-lanes")) event.preventDefault();
  });

  // The player of the words' own recording, and of no other, goes where the link leads.
  function timeOf(link) {
    if (link.matches(".pa-block > [data-t] > a")) return Number(link.parentElement.dataset.t);
    if (link.dataset.t) return Number(link.dataset.t);
    if (!link.closest(".pa-lanes")) return null;
    const target = document.getElementById(link.getAttribute("href").slice(1));
    const passage = target?.matches(".pa-block > *") ? target : target?.querySelector(".pa-block > div");
    return passage?.dataset.t ? Number(passage.dataset.t) : null;
  }

  // Space pauses and plays, unless it would do something else.
  document.addEventListener("keydown", (event) => {
    if (!player || event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("button, input, textarea, select, summary, audio, video, dialog")) return;
    event.preventDefault();
    if (player.playing) player.pause();
    else player.seek(player.seconds);
  });
}

// YouTube's player in a frame, driven by the messages that its documented interface sends, without its script
// (https://developers.google.com/youtube/iframe_api_reference: enablejsapi, origin).
const HOST = "https://www.youtube-nocookie.com";
const PLAYING = 1;

export class YouTube {
  // `told(seconds, playing)` hears where it is; `source` is the address of the embedded player.
  constructor(source, title, startsAt, told) {
    this.seconds = startsAt;
    this.playing = false;
    this.told = told;
    this.ready = false;
    this.waiting = [];
    const address = new URL(source);
    if (address.origin !== HOST) throw new Error(`not ${HOST}: ${source}`);
    const start = Math.floor(startsAt);
    const settings = { enablejsapi: 1, origin: location.origin, playsinline: 1, rel: 0, autoplay: 1, start };
    for (const [name, value] of Object.entries(settings)) address.searchParams.set(name, value);
    this.element = document.createElement("iframe");
    this.element.title = title;
    this.element.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    // It refuses to play on a page that does not say where it is: the site is told, and no address in it.
    this.element.referrerPolicy = "strict-origin-when-cross-origin";
    this.element.src = address;
    this.hear = (event) => this.heard(event);
    window.addEventListener("message", this.hear);
    this.element.addEventListener("load", () => this.greet());
  }

  // It answers once it is ready to; until then it is greeted again.
  greet() {
    clearInterval(this.greeting);
    const said = JSON.stringify({ event: "listening", id: 1, channel: "widget" });
    const post = () => this.element.contentWindow?.postMessage(said, HOST);
    this.greeting = setInterval(post, 250);
    post();
  }

  heard(event) {
    if (event.origin !== HOST || event.source !== this.element.contentWindow) return;
    let said;
    try { said = typeof event.data === "string" ? JSON.parse(event.data) : event.data; } catch { return; }
    if (!said || typeof said !== "object") return;
    clearInterval(this.greeting);
    if (said.event === "onReady" || said.event === "initialDelivery" || said.event === "infoDelivery") {
      this.ready = true;
      for (const [name, values] of this.waiting.splice(0)) this.post(name, values);
    }
    const info = said.info;
    if (!info || typeof info !== "object") return;
    if (typeof info.playerState === "number") this.playing = info.playerState === PLAYING;
    if (typeof info.currentTime === "number") this.seconds = info.currentTime;
    this.told(this.seconds, this.playing);
  }

  command(name, values = []) {
    if (this.ready) this.post(name, values);
    else this.waiting.push([name, values]);
  }

  post(func, args) {
    const said = { event: "command", func, args, id: 1, channel: "widget" };
    this.element.contentWindow?.postMessage(JSON.stringify(said), HOST);
  }

  seek(seconds) {
    this.seconds = seconds;
    this.command("seekTo", [seconds, true]);
    this.command("playVideo");
  }

  pause() { this.command("pauseVideo"); }

  remove() {
    clearInterval(this.greeting);
    window.removeEventListener("message", this.hear);
    this.element.remove();
  }
}

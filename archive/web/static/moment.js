// An address with ?t= names a moment: show it. One with a fragment is scrolled to by the browser itself.
const current = document.querySelector(".pa-passage[aria-current]");
if (current && !location.hash) {
  current.scrollIntoView({ block: "center" });
}

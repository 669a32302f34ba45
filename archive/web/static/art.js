// A picture that does not come leaves its place to the initials behind it.

const gone = (image) => image.closest(".pa-art") && image.remove();

document.addEventListener("error", (event) => event.target instanceof HTMLImageElement && gone(event.target), true);
for (const image of document.querySelectorAll(".pa-art img")) {
  if (image.complete && !image.naturalWidth) gone(image);
}

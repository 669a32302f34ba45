// Boxes of text that can be copied. The buttons appear where there is a clipboard; what is done is announced.

export function copying(root) {
  if (!navigator.clipboard) return;
  for (const box of root.querySelectorAll(".pa-copied")) {
    const button = box.querySelector(".pa-copy");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = box.querySelector(".pa-copy-text");
      const said = root.querySelector(".pa-said");
      const done = await copied(text);
      if (said) said.textContent = done ? button.dataset.done : button.dataset.failed;
      button.classList.toggle("pa-done", done);
      setTimeout(() => button.classList.remove("pa-done"), 2000);
    });
  }
}

// A title stays in italics where what it is put into knows italics.
async function copied(element) {
  const plain = element.textContent.trim();
  try {
    if (element.querySelector("em") && window.ClipboardItem) {
      const kinds = { "text/plain": plain, "text/html": element.innerHTML.trim() };
      const parts = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
    } else {
      await navigator.clipboard.writeText(plain);
    }
    return true;
  } catch {
    return false;
  }
}

copying(document);

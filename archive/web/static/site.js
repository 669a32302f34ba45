// What all of our pages share. Each works without it.

// "/" goes to the search box, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector(".pa-search input[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Menus close by Escape and by a click beside them; buttons copy the address that stands before them. Listeners are the
// document's, so that they also serve what comes later.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", async (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // where the page does not come over https
  }
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.copy;
});

// Without a script these buttons do nothing, and are not there.
function reveal(part) {
  for (const button of part.querySelectorAll("button[data-copy]")) button.hidden = false;
}
reveal(document);
document.addEventListener("htmx:load", (event) => reveal(event.target));

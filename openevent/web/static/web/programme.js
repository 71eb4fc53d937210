// One box that chooses all rows of the page: shown only where this script runs.
for (const all of document.querySelectorAll("input[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const one of document.getElementsByName(all.dataset.all)) one.checked = all.checked;
  });
}
// A row that cannot be saved, since it is gone or the role was taken away, says so in its place.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (detail.xhr.status < 400 || detail.xhr.status >= 500 || !detail.target.matches("tr")) return;
  const cell = Object.assign(document.createElement("td"), { colSpan: 99, innerHTML: detail.serverResponse });
  detail.serverResponse = `<tr class="refused">${cell.outerHTML}</tr>`;
  detail.shouldSwap = true;
  detail.isError = false;
});
// What nobody answers leaves the row open as it is, with what is wrong.
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    const form = event.target.closest("tr")?.querySelector("form");
    if (!form) return;
    form.querySelector(".unsent")?.remove();
    const why = Object.assign(document.createElement("p"), { className: "errors unsent", role: "alert" });
    why.textContent = document.querySelector("table[data-unsent]")?.dataset.unsent;
    form.prepend(why);
  });
}

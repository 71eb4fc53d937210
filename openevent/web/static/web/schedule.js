// What is chosen is shown at once, without a new page; and the line of now goes on.
const filters = document.querySelector("form.filters");
let asked = 0;
let waiting;

async function show(address) {
  const number = ++asked;
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) return location.assign(address);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== asked) return undefined; // something else was chosen meanwhile
  document.getElementById("programme").replaceWith(found.getElementById("programme"));
  // How many are chosen is said beside the names of filters, which stay open as they are.
  const heads = found.querySelectorAll("form.filters summary");
  document.querySelectorAll("form.filters summary").forEach((head, at) => head.replaceChildren(...heads[at].childNodes));
  history.replaceState(null, "", address);
  document.dispatchEvent(new Event("programme"));
  // As after a request of htmx: menus look for their buttons then.
  return document.getElementById("programme").dispatchEvent(new Event("htmx:load", { bubbles: true }));
}

function chosen() {
  const query = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value !== ""));
  const zone = filters.elements.zone;
  if (zone.value === zone.dataset.own) query.delete("zone");
  return `${filters.getAttribute("action")}${query.size ? `?${query}` : ""}`;
}

filters.dataset.live = "yes";
filters.querySelector("button:not([type])").hidden = true;
filters.addEventListener("change", () => show(chosen()));
filters.addEventListener("submit", (event) => {
  event.preventDefault();
  show(chosen());
});
filters.elements.text.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(chosen()), 300);
});
// One list of values is open at a time, and a click beside it closes it.
document.addEventListener("click", (event) => {
  for (const open of filters.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && filters.querySelector("details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

const loaded = Date.now();
setInterval(() => {
  const line = document.querySelector(".now");
  if (line) line.style.gridRowStart = Number(line.dataset.row) + Math.floor((Date.now() - loaded) / 300_000);
}, 60_000);

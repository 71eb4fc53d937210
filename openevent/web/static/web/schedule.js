// What is chosen is shown at once, without a new page; and the line of now goes on.
const filters = document.querySelector("form.filters");
const RETRY = 5000; // milliseconds
let asked = 0;
let waiting;
let again; // where the server could not be reached
let loaded = Date.now();

async function show(address) {
  const number = ++asked;
  clearTimeout(again);
  const [answer, text] = await read(address).catch(() => []);
  if (number !== asked) return undefined; // something else was chosen meanwhile
  if (!answer) return unreached();
  if (answer.status >= 500) return location.assign(address);
  filters.querySelector(".unsent")?.remove();
  const found = new DOMParser().parseFromString(text, "text/html");
  if (!answer.ok) return refuse(found);
  const [heads, ours] = [found, document].map((page) => [...page.querySelectorAll("form.filters summary")]);
  if (heads.length !== ours.length) return location.assign(address); // meanwhile there is more or less to choose from
  loaded = Date.now();
  document.getElementById("programme").replaceWith(found.getElementById("programme"));
  // How many are chosen is said beside the names of filters, which stay open as they are.
  ours.forEach((head, at) => head.replaceChildren(...heads[at].childNodes));
  history.replaceState(null, "", address);
  // Who signs in or reads on in another language comes back to what is chosen.
  for (const field of document.querySelectorAll("footer input[name=next]")) field.value = address;
  for (const link of document.querySelectorAll("header a[href*='next=']")) {
    link.href = `${link.pathname}?${new URLSearchParams({ next: address })}`;
  }
  document.dispatchEvent(new Event("programme"));
  // As after a request of htmx: menus look for their buttons then.
  return document.getElementById("programme").dispatchEvent(new Event("htmx:load", { bubbles: true }));
}

async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  return [answer, await answer.text()];
}

// Where nobody answers, that is told, and what is chosen is asked for until somebody does.
function unreached() {
  if (!filters.querySelector(".unsent")) {
    const why = Object.assign(document.createElement("p"), { className: "errors unsent", textContent: filters.dataset.unsent });
    why.setAttribute("role", "alert");
    filters.append(why);
  }
  again = setTimeout(() => show(chosen()), RETRY);
}

// What cannot be looked for is told where the sessions would be, and what was written stays.
function refuse(page) {
  const said = document.createElement("p");
  said.className = "nothing";
  said.setAttribute("role", "alert");
  said.textContent = page.querySelector("main h1 + p").textContent;
  document.getElementById("programme").replaceChildren(said);
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

// As long as the hours that are drawn together go on: after a gap only the server knows where it is.
setInterval(() => {
  const line = document.querySelector(".now");
  if (!line) return;
  const row = Number(line.dataset.row) + Math.floor((Date.now() - loaded) / 300_000);
  line.hidden = row > Number(line.dataset.last);
  line.style.gridRowStart = row;
}, 60_000);

// Times on one's own clock: a script knows the browser's zone, and remembers in a cookie for all pages what was chosen.
const A_YEAR = 365 * 24 * 3600;
const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;

function remember(select) {
  const isOwn = select.value === select.dataset.own; // the event's own needs no memory
  document.cookie = `zone=${isOwn ? "" : select.value};path=/;samesite=lax;max-age=${isOwn ? 0 : A_YEAR}`;
}

// A form that is live sends itself.
function send(select) {
  remember(select);
  if (!select.form.dataset.live) select.form.requestSubmit();
}

function offerMine(select, button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (![...select.options].some((one) => one.value === mine)) select.add(new Option(mine, mine));
    select.value = mine;
    button.hidden = true;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    if (select.form.matches("[data-asks]")) send(select);
  });
}

for (const select of document.querySelectorAll("select[name=zone]")) {
  const { form } = select;
  // Where nothing but the zone is chosen, no button is needed for it.
  if (form.matches(".zones")) form.querySelector("button:not([type])").hidden = true;
  // A form that asks is sent by its button; others are as soon as something is chosen.
  if (form.matches("[data-asks]")) form.addEventListener("submit", () => remember(select));
  else select.addEventListener("change", () => send(select));
  const button = form.querySelector("[data-zone]");
  if (mine && button && select.value !== mine) offerMine(select, button);
}

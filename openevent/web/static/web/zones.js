// Times on one's own clock: a script knows the browser's zone, and remembers in a cookie for all pages what was chosen.
"use strict";

const A_YEAR = 365 * 24 * 3600;

function remember(select) {
  const isOwn = select.value === select.dataset.own;
  document.cookie = `zone=${isOwn ? "" : select.value};path=/;samesite=lax;max-age=${isOwn ? 0 : A_YEAR}`;
}

for (const select of document.querySelectorAll("select[name=zone]")) {
  // Where nothing but the zone is chosen, no button is needed for it.
  if (select.form.matches(".zones")) select.form.querySelector("button:not([type])").hidden = true;
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const button = select.form.querySelector("[data-zone]");
  select.addEventListener("change", () => {
    remember(select);
    // A form that is live sends itself.
    if (!select.form.dataset.live) select.form.requestSubmit();
  });
  if (!mine || !button || select.value === mine) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (![...select.options].some((one) => one.value === mine)) select.add(new Option(mine, mine));
    select.value = mine;
    button.hidden = true;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

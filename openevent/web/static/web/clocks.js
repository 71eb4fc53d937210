// The zone that a reader chooses is remembered for all pages; “My clock” takes the zone of this device.
for (const form of document.querySelectorAll("form[data-zone]")) {
  const select = form.elements.zone;
  form.addEventListener("submit", () => {
    const age = select.value === form.dataset.home ? 0 : 31536000; // the event's own needs no memory
    document.cookie = `zone=${select.value}; path=/; max-age=${age}; samesite=lax`;
  });
  const mine = form.querySelector("[data-mine]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here) continue;
  mine.hidden = false;
  mine.addEventListener("click", () => {
    if (![...select.options].some((one) => one.value === here)) select.add(new Option(here, here));
    select.value = here;
    form.requestSubmit();
  });
}

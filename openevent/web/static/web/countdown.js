// How long something is still held, and until when on the reader's own clock. Without it the page says the time there.

// The instant on the clocks in the zone.
function there(end, timeZone) {
  try {
    return end.toLocaleString("en", { timeZone });
  } catch {
    return ""; // a zone that is newer than the browser
  }
}

for (const held of document.querySelectorAll("[data-until]")) {
  const end = new Date(held.dataset.until);
  const left = held.querySelector("[data-countdown]"), reader = held.querySelector("[data-reader]");
  const over = held.parentElement.querySelector("[data-over]");
  const language = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(language, { weekday: "short", hour: "numeric", minute: "2-digit", timeZoneName: "short" });
  reader.textContent = `${clock.format(end)} ${held.dataset.here}.`;
  left.hidden = false;
  // Who is where the event is reads the same time twice otherwise.
  reader.hidden = there(end, held.dataset.zone) === end.toLocaleString("en");
  const show = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
    if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
    left.textContent = `${held.dataset.left} ${parts.join(":")}`;
    if (seconds === 0) {
      clearInterval(timer);
      left.hidden = true;
      over.hidden = false;
    }
  };
  const timer = setInterval(show, 1000);
  show();
}

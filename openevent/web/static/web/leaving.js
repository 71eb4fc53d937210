// Who has signed out is shown no page of before when somebody presses “back”: browsers keep whole pages for that. The
// server has them forget these, but the page on which one signs out is kept after that.
const LEFT = "signed out";

document.addEventListener("submit", ({ target }) => {
  if (!/^\/account\/(sign-out|erase)/.test(target.getAttribute("action"))) return;
  try {
    localStorage.setItem(LEFT, Date.now());
  } catch {
    // Nothing may be kept here: the server alone has pages forgotten.
  }
});

addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  try {
    if (localStorage.getItem(LEFT) < performance.timeOrigin) return;
  } catch {
    return; // as above
  }
  document.body.hidden = true;
  location.reload();
});

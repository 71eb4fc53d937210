// Stars: sent to the account of who is signed in, and kept in this browser for everybody else.
const form = document.getElementById("stars");
const hasAccount = "account" in form.dataset;
const place = `stars ${form.dataset.event}`;
const MOST = 100; // sessions in one address
const AT_ONCE = 500; // that the account takes

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? [];
  } catch {
    return []; // something else wrote there, or nothing may be kept
  }
}

function keep(numbers) {
  try {
    if (numbers.length) localStorage.setItem(place, JSON.stringify(numbers));
    else localStorage.removeItem(place);
  } catch {
    // Nothing may be kept here: the star is on as long as the page is.
  }
}

function press(button, isOn) {
  button.setAttribute("aria-pressed", isOn);
  button.name = isOn ? "remove" : "add";
}

function showKept() {
  const numbers = kept();
  for (const button of document.querySelectorAll(".star")) press(button, numbers.includes(button.value));
  const mine = document.querySelector("[data-mine]");
  if (mine) mine.search = numbers.length ? `?session=${numbers.slice(0, MOST)}` : "";
}

async function send(button) {
  const body = new URLSearchParams([[button.name, button.value]]);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  press(button, button.name === "add"); // at once, and back if it did not work
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  const elsewhere = answer?.headers.get("HX-Redirect");
  form.querySelector("[data-unsent]").hidden = Boolean(answer);
  if (elsewhere) location.assign(elsewhere);
  else if (!answer?.ok) press(button, button.name === "add");
}

// What the account was asked to take is forgotten here once it has answered: of what does not take place it takes none.
async function takeOver() {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  const elsewhere = answer?.headers.get("HX-Redirect");
  if (elsewhere) location.assign(elsewhere);
  else if (answer?.ok) {
    const sent = body.getAll("add");
    keep(kept().filter((number) => !sent.includes(number)));
    location.reload();
  } else form.submit(); // to the page that says why not
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  if (!button.classList.contains("star")) {
    takeOver();
    return;
  }
  if (hasAccount) {
    send(button);
    return;
  }
  const others = kept().filter((number) => number !== button.value);
  keep(button.name === "add" ? [...others, button.value] : others);
  showKept();
});

// What this browser kept before its reader signed in is taken over by a button; what the account has is forgotten here.
function offer() {
  const question = form.querySelector(".take-over");
  if (!question) return; // the page of one session does not show which of the others the account has
  const isPressed = (number) => document.querySelector(`.star[value="${CSS.escape(number)}"][aria-pressed=true]`);
  const missing = kept().filter((number) => !isPressed(number));
  keep(missing);
  question.hidden = missing.length === 0;
  form.querySelectorAll("input[name=add]").forEach((one) => one.remove());
  for (const value of missing.slice(0, AT_ONCE)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "add", value }));
}

if (hasAccount) {
  offer();
} else {
  showKept();
  document.addEventListener("programme", showKept);
  // One's own schedule is at the address that has the sessions in it.
  if (document.querySelector("[data-empty]") && !location.search && kept().length) {
    location.replace(`?session=${kept().slice(0, MOST)}`);
  }
}

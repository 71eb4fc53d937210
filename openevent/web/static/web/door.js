// The door: codes are sent one after the other while the next is typed; the focus stays where codes are typed.
const form = document.querySelector("#scan");
const field = document.querySelector("#code");
const answer = document.querySelector("#answer");
const found = document.querySelector("#found");
const button = document.querySelector("#camera");
const picture = document.querySelector("#picture");
const AGAIN = 2000; // milliseconds until what did not get through is sent again
const SAME = 4000; // so long the camera takes a code that it sees for the one that it saw

let waiting = 0;
let queue = Promise.resolve();

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// A key for each scan: sent again after a lost answer, it is the same scan.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function send(body) {
  for (;;) {
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "answer" } });
      if (response.status < 500) return response;
    } catch {
      // no network: below
    }
    answer.textContent = `${answer.dataset.offline} ${waiting}`;
    await pause(AGAIN);
  }
}

async function show(response) {
  if (response.redirected || !response.ok) {
    location.reload(); // signed out meanwhile, or the form is too old
    return;
  }
  answer.innerHTML = await response.text();
  const kind = answer.querySelector(".answer");
  if (document.querySelector("#sound").checked) sound(kind.classList.contains("good"));
}

function say(code, direction) {
  if (!code.trim()) return;
  const body = new FormData(form);
  body.set("code", code);
  body.set("key", newKey());
  if (direction) body.set("direction", direction);
  waiting += 1;
  queue = queue.then(async () => {
    const response = await send(body);
    waiting -= 1;
    await show(response);
  });
  field.focus();
}

function sound(isGood) {
  const context = new AudioContext();
  const tone = context.createOscillator();
  tone.frequency.value = isGood ? 880 : 220;
  tone.connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + (isGood ? 0.12 : 0.5));
  tone.onended = () => context.close();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  say(field.value);
  field.value = "";
});

// Whoever was found by name goes the same way; then the list says who is in.
async function lookAgain() {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = page.querySelector("#found");
  if (now) found.replaceChildren(...now.childNodes);
}

found.addEventListener("submit", (event) => {
  event.preventDefault();
  say(event.target.elements.code.value, event.submitter?.value);
  queue = queue.then(lookAgain);
});

async function watch(detector) {
  let last = "";
  let at = 0;
  while (!picture.hidden) {
    const seen = await detector.detect(picture).catch(() => []);
    for (const { rawValue } of seen) {
      if (rawValue === last && Date.now() - at < SAME) continue;
      [last, at] = [rawValue, Date.now()];
      say(rawValue);
    }
    await pause(150);
  }
}

async function open(detector) {
  picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  picture.hidden = false;
  button.setAttribute("aria-pressed", "true");
  await picture.play();
  watch(detector);
}

function close() {
  for (const track of picture.srcObject?.getTracks() ?? []) track.stop();
  picture.hidden = true;
  button.setAttribute("aria-pressed", "false");
}

async function offerCamera() {
  const kinds = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  const can = kinds.includes("qr_code") && navigator.mediaDevices;
  document.querySelector("#no-camera").hidden = Boolean(can);
  button.hidden = !can;
  if (!can) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  button.addEventListener("click", () => {
    if (!picture.hidden) close();
    else open(detector).catch(() => { document.querySelector("#no-camera").hidden = false; });
  });
}

offerCamera();

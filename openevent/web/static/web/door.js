// The door: codes are sent one after the other while the next is typed; the focus stays where codes are typed.
const form = document.querySelector("#scan");
const field = document.querySelector("#code");
const answer = document.querySelector("#answer");
const found = document.querySelector("#found");
const button = document.querySelector("#camera");
const picture = document.querySelector("#picture");
const photo = document.querySelector("#photo");
const byPhoto = document.querySelector("#by-photo");
const hint = document.querySelector("#hint");
const noCamera = document.querySelector("#no-camera");
const TWICE = 500; // milliseconds in which a hand scanner that ends with CR and LF presses Enter once more
const AGAIN = 2000; // milliseconds until what did not get through is sent again
const SAME = 4000; // so long the camera takes a code that it sees again for the one that it saw
const OFTEN = 150; // milliseconds between two looks of a browser that reads codes by itself
const SELDOM = 400; // … and of one that has them read
const READ = 1500; // so long an answer is read, and nothing sent
const PATIENCE = 10000; // so long a look may take
const FRAME = 800; // pixels of what the camera sees, as it is sent
const PHOTO = 1280; // … and of a photo

let waiting = 0;
let queue = Promise.resolve();

const tell = (words) => { if (hint.textContent !== words) hint.textContent = words; };
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

function say({ code = "", taken = null, direction = "" }) {
  const body = new FormData(form);
  body.set("code", code);
  if (taken) body.set("photo", taken, "photo.jpg");
  else body.delete("photo");
  body.set("key", newKey());
  if (direction) body.set("direction", direction);
  waiting += 1;
  queue = queue.then(async () => {
    const response = await send(body);
    waiting -= 1;
    await show(response);
  });
  if (picture.hidden && !taken) field.focus(); // a telephone would put its keyboard over what is seen
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

// Where nothing is typed, the server says what is missing.
let typed = 0;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const isEmpty = !field.value.trim();
  if (isEmpty && Date.now() - typed < TWICE) return;
  if (!isEmpty) typed = Date.now();
  say({ code: field.value });
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
  say({ code: event.target.elements.code.value, direction: event.submitter?.value });
  queue = queue.then(lookAgain);
});

// A picture as it is sent: as small as the code in it allows.
function drawn(source, width, height, most, canvas = document.createElement("canvas")) {
  const scale = Math.min(1, most / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}

// A photo is a scan as soon as it is taken.
photo.addEventListener("change", async () => {
  const [file] = photo.files;
  if (!file) return;
  tell(hint.dataset.photo);
  photo.value = "";
  const image = await createImageBitmap(file).catch(() => null);
  say({ taken: image ? await drawn(image, image.width, image.height, PHOTO) : file });
  await queue;
  tell("");
});

// Who reads codes (null: could not look): the browser where it can …
function browser(detector) {
  const look = async () => (await detector.detect(picture).catch(() => [])).map(({ rawValue }) => rawValue);
  return { look, every: OFTEN, rest: 0 };
}

// … or the server, which is sent what the camera sees, one picture after the other.
function server() {
  const canvas = document.createElement("canvas");
  async function look() {
    if (waiting || !picture.videoWidth) return null;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("photo", await drawn(picture, picture.videoWidth, picture.videoHeight, FRAME, canvas), "frame.jpg");
    const response = await fetch(form.dataset.look, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    if (response.status >= 500) throw new Error(response.statusText);
    if (response.redirected || !response.ok) location.reload(); // as in `show`
    const said = response.status === 200 && !response.redirected ? await response.json() : {};
    tell(said.hint ?? hint.dataset.hold);
    return said.code ? [said.code] : [];
  }
  const patient = () => look().catch(() => { tell(hint.dataset.offline); return null; });
  return { look: patient, every: SELDOM, rest: READ };
}

// What two looks see one after the other is held there all the time, however long a look takes; what could not be
// looked at for longer than that takes may be held by somebody else by then.
async function watch(eye) {
  const stream = picture.srcObject;
  let before = [];
  let last = "";
  let at = 0;
  while (picture.srcObject === stream) {
    const seen = document.hidden ? [] : await eye.look();
    let isNew = false;
    for (const code of picture.srcObject === stream ? (seen ?? []) : []) {
      const isSame = before.includes(code) || (code === last && Date.now() - at < SAME);
      [last, at] = [code, Date.now()];
      if (isSame || !code.trim()) continue;
      isNew = true;
      say({ code });
    }
    before = seen ?? (Date.now() - at < PATIENCE ? before : []);
    if (isNew && eye.rest) {
      await queue;
      await pause(eye.rest);
    }
    await pause(eye.every);
  }
}

async function open(eye) {
  const wanted = { facingMode: "environment", width: { ideal: 1280 } };
  picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted });
  picture.hidden = false;
  noCamera.hidden = byPhoto.hidden = true;
  button.setAttribute("aria-pressed", "true");
  tell(hint.dataset.hold);
  await picture.play();
  for (const one of [picture, answer]) one.scrollIntoView({ block: "nearest" });
  watch(eye);
}

function close() {
  for (const track of picture.srcObject?.getTracks() ?? []) track.stop();
  picture.srcObject = null;
  picture.hidden = true;
  button.setAttribute("aria-pressed", "false");
  tell("");
}

async function eyeOf() {
  const kinds = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  return kinds.includes("qr_code") ? browser(new BarcodeDetector({ formats: ["qr_code"] })) : server();
}

// Without https there is no camera, but photos.
async function offerCamera() {
  const can = Boolean(navigator.mediaDevices);
  const eye = await eyeOf();
  document.querySelector("#no-https").hidden = can;
  byPhoto.hidden = can;
  button.hidden = !can;
  let isOpening = false; // the browser asks first whether it may
  button.addEventListener("click", async () => {
    if (!picture.hidden) close();
    else if (!isOpening) {
      isOpening = true;
      await open(eye).catch(() => {
        close();
        noCamera.hidden = byPhoto.hidden = false;
      });
      isOpening = false;
    }
  });
}

offerCamera();

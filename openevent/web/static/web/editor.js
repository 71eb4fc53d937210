/* The schedule editor: own, small and plain (why: organising/scheduling/__init__.py). What it knows is what
   `…/schedule/state` says; every move is sent at once, with the revision as of which its mover saw the session, and the
   answer says what is so then. Times are minutes since 1970 (UTC): they pass evenly, also on days on which clocks are
   set; `clocks` of a day says what clocks show. */
const root = document.getElementById("editor");
const words = JSON.parse(document.getElementById("words").textContent);
const here = root.dataset.here;
const language = document.documentElement.lang;
const find = (selector) => root.querySelector(selector);
const tools = Object.fromEntries([...root.querySelectorAll("[data-tool]")].map((one) => [one.dataset.tool, one]));
const [grid, list, dialog, said] = [".grid", ".waiting ul", "dialog", ".said"].map(find);
const POLL = 4000, PATIENCE = 1500, FRESH = 60000, NEAR = 40, STILL = 4; // milliseconds, then pixels

const board = { revision: null, days: [], rooms: [], sessions: new Map(), conflicts: [], roomless: [], starts: 0, ends: 0 };
const marks = new Map(); // session → what somebody else did with it, and until when that is shown
const own = new Map(); // session → revision of the last move, where that was one of ours
const last = new Map(); // session → revision of the last move that is known
const drawn = new Map(); // session → its element
let day = null, view = null, pending = null, drag = null, saving = Promise.resolve(), busy = 0, isLost = false;

const fill = (sentence, facts) => sentence.replace(/%\((\w+)\)s/g, (_, name) => facts[name] ?? "");
const say = (sentence) => { said.textContent = sentence; };
const make = (tag, className, text = "") =>
  Object.assign(document.createElement(tag), { className, textContent: text });

// --- time ---

const step = () => Number(tools.step.value);
const scale = () => 24 / step(); // pixels a minute: a step is as high as a finger's target

function ahead(minute) {
  const on = board.days.findLast((one) => one.start <= minute) ?? board.days[0];
  return (on.clocks.findLast(([since]) => since <= minute) ?? on.clocks[0])[1];
}

/** The nearest minute at which clocks show a multiple of the step. */
const snapped = (minute) => Math.round((minute + ahead(minute)) / step()) * step() - ahead(minute);

const format = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
const clock = (minute) => format.format((minute + ahead(minute)) * 60000);

// --- asking the server ---

async function ask(path, { body, seconds = 20 } = {}) {
  const headers = { "HX-Request": "true" };
  if (body) headers["X-CSRFToken"] = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  else if (board.revision !== null) headers["If-None-Match"] = `"${board.revision}-${language}"`;
  const signal = AbortSignal.timeout(seconds * 1000);
  const method = body ? "POST" : "GET";
  const answer = await fetch(here + path, { method, body, headers, signal, keepalive: Boolean(body) });
  if (answer.status > 500) throw new Error(answer.statusText); // what stands before the server does not reach it
  const elsewhere = answer.headers.get("HX-Redirect"); // signed out meanwhile
  if (elsewhere) location.assign(elsewhere);
  return answer;
}

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");

function receive(told) {
  if (told.whole) {
    Object.assign(board, { days: told.days, rooms: told.rooms, starts: told.starts, ends: told.ends });
    board.sessions.clear();
  }
  for (const session of told.sessions) board.sessions.set(session.id, session);
  for (const id of told.gone ?? []) board.sessions.delete(id);
  Object.assign(board, { revision: told.revision, conflicts: told.conflicts, roomless: told.roomless, more: told.more });
  for (const [id, move] of Object.entries(told.moves ?? {})) note(id, move);
  draw();
}

/** Somebody else moved it: marked on its block for a while, and told. */
function note(id, move) {
  if (move.revision <= (last.get(id) ?? 0)) return;
  last.set(id, move.revision);
  own.delete(id);
  marks.set(id, { text: move.mark, until: Date.now() + FRESH });
  const session = board.sessions.get(id);
  if (session) say(`${label(session)}. ${move.mark}.`);
}

async function poll() {
  if (!document.hidden && !busy && !drag) {
    try {
      const asked = board.revision;
      const answer = await ask(asked === null ? "/state" : `/state?since=${asked}`);
      if (isLost) say(words.back);
      isLost = false;
      if (answer.status === 404) return say(words.gone);
      if (answer.ok && isJson(answer)) {
        const told = await answer.json();
        if (asked === board.revision) receive(told); // else an answer to a move was quicker
      }
    } catch {
      lost();
    }
    forgetMarks();
  }
  setTimeout(poll, POLL);
}

function lost() {
  if (!isLost) say(words.lost);
  isLost = true;
}

function forgetMarks() {
  const old = [...marks].filter(([, mark]) => mark.until < Date.now());
  old.forEach(([id]) => marks.delete(id));
  if (old.length) draw();
}

// --- moves ---

const slot = ({ start, end, room }) => ({ start, end, room });
const isSame = (one, other) => one.start === other.start && one.end === other.end && one.room === other.room;
const isScheduled = (one) => one.start !== null;
const NOWHERE = { start: null, end: null, room: "" };

/** Put it there on the screen, and send it after what was sent before. */
function move(session, to, seen) {
  const from = slot(session);
  if (isSame(from, to)) return draw();
  marks.delete(session.id);
  place(session.id, to);
  const known = () => Math.max(seen, own.get(session.id) ?? 0);
  saving = saving.then(() => send(session.id, from, to, known, remember));
}

function place(id, to) {
  const session = board.sessions.get(id);
  if (session) Object.assign(session, to);
  draw();
}

async function send(id, from, to, seen, done, prefix = "") {
  const facts = { start: to.start ?? "", end: to.end ?? "", room: to.room, seen: seen(), since: board.revision };
  busy += 1;
  answered(await insisted(`/${id}/move`, new URLSearchParams(facts)), id, from, to, done, prefix);
  busy -= 1;
}

/** What a move is answered: sent until there is an answer. To be where it is to go already is no move, and no harm. */
async function insisted(path, body) {
  for (;;) {
    try {
      const answer = await ask(path, { body });
      const told = isJson(answer) ? await answer.json() : null;
      isLost = false;
      return { ok: answer.ok, status: answer.status, told };
    } catch {
      lost();
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }
}

// Who leaves while moves wait for the server is asked first.
addEventListener("beforeunload", (event) => { if (isLost && busy) event.preventDefault(); });

function answered({ ok, status, told }, id, from, to, done, prefix) {
  if (!ok) place(id, from); // what is told then may say that it is somewhere else by now
  if (!told) return say(status === 500 ? words.failed : words.gone);
  if (ok) done({ id, from, to, before: last.get(id) ?? 0, after: told.moved });
  receive(told);
  say(prefix && ok ? `${prefix} ${told.said}` : told.said);
}

// --- undo and redo: moves back, as of the revision of the move ---

const undoable = [], redoable = [];

function learn(id, revision) {
  own.set(id, revision);
  last.set(id, revision);
}

function remember(entry) {
  undoable.push(entry);
  redoable.length = 0;
  learn(entry.id, entry.after);
}

/** Undoing one move leads to where the one before it had put the session: that one is now as fresh as this undoing. */
function refresh(stack, id, known, revision) {
  for (const entry of stack) if (entry.id === id && entry.after === known) entry.after = revision;
}

function undo() {
  flush();
  saving = saving.then(() => back(undoable, redoable, "from", words.undone));
}

function redo() {
  flush();
  saving = saving.then(() => back(redoable, undoable, "to", words.redone));
}

async function back(stack, other, goal, prefix) {
  const entry = stack.pop();
  buttons();
  if (!entry) return;
  const session = board.sessions.get(entry.id);
  if (!session) return say(words.kept);
  const from = slot(session);
  show(entry[goal]);
  place(entry.id, entry[goal]);
  return send(entry.id, from, entry[goal], () => entry.after, ({ after }) => {
    refresh(stack, entry.id, entry.before, after);
    other.push({ ...entry, before: entry.after, after });
    learn(entry.id, after);
  }, prefix);
}

function buttons() {
  tools.undo.disabled = !undoable.length;
  tools.redo.disabled = !redoable.length;
}

// --- drawing ---

const MORNING = 8 * 60, EVENING = 20 * 60, LEAST = 4 * 60;

/** Which minutes of the day are shown: those of the event from morning to evening, and an hour around what there is. */
function hours(on, sessions) {
  if (tools.round.checked) return { start: on.start, end: on.end };
  const clip = (minute) => Math.min(Math.max(minute, on.start), on.end);
  const midnight = on.clocks[0][1];
  const whole = (minute, round) => round((minute + midnight) / 60) * 60 - midnight;
  const [opens, closes] = [clip(board.starts), clip(board.ends)];
  const early = Math.max(opens, Math.min(on.start + MORNING, closes - LEAST));
  const late = Math.min(closes, Math.max(on.start + EVENING, early + LEAST));
  const begin = Math.min(early, ...sessions.map((one) => Math.max(one.start - 60, Math.min(one.start, opens))));
  const end = Math.max(late, ...sessions.map((one) => Math.min(one.end + 60, Math.max(one.end, closes))));
  const first = clip(whole(begin, Math.floor));
  return { start: first, end: Math.max(clip(whole(end, Math.ceil)), Math.min(first + 60, on.end)) };
}

/** Where a session is shown: where it is, or where the keyboard has it. */
const shown = (session) => (pending?.id === session.id ? { ...session, ...pending.to } : session);

function label(session) {
  if (!isScheduled(session)) return fill(words.waiting, { session: session.title, minutes: session.length });
  const [from, to] = [session.start, session.end].map(clock);
  return fill(words.block, { session: session.title, from, to, room: roomName(session.room) });
}

const roomName = (id) => board.rooms.find((room) => room.id === id)?.name ?? words.noRoom;

function draw() {
  if (!board.days.length) return;
  day = board.days.find((one) => one.id === day?.id) ?? chosenDay();
  const sessions = [...board.sessions.values()].map(shown);
  const today = sessions.filter((one) => isScheduled(one) && one.start < day.end && one.end > day.start);
  if (!pending && !drag) view = frame(today);
  const clashes = clashesOf();
  const focused = document.activeElement?.dataset?.id;
  drawGrid(today, clashes);
  drawList(sessions.filter((one) => !isScheduled(one)), clashes);
  drawConflicts();
  drawTools();
  if (focused && document.activeElement?.dataset?.id !== focused) drawn.get(focused)?.focus({ preventScroll: true });
}

function chosenDay() {
  const [asked, now] = [new URLSearchParams(location.search).get("day"), Date.now() / 60000];
  const today = (one) => one.start <= now && now < one.end;
  return board.days.find((one) => one.id === asked) ?? board.days.find(today) ?? board.days[0];
}

function frame(today) {
  const isHomeless = today.some((one) => !board.rooms.some((room) => room.id === one.room)) || !board.rooms.length;
  const columns = [...board.rooms.map((room) => room.id), ...(isHomeless ? [""] : [])];
  return { ...hours(day, today), columns };
}

function clashesOf() {
  const found = new Map();
  for (const one of board.conflicts) for (const id of one.sessions) found.set(id, [...(found.get(id) ?? []), one.text]);
  return found;
}

let skeleton = "";

/** What is behind the blocks is made anew only where it changed. */
function drawGrid(today, clashes) {
  const wanted = JSON.stringify([day.id, view, board.rooms, step(), board.starts, board.ends]);
  if (wanted !== skeleton) drawSkeleton();
  skeleton = wanted;
  const layer = grid.querySelector(".layer");
  const order = (one) => Math.max(view.columns.indexOf(one.room), 0);
  const lanes = laned(today);
  today.sort((one, other) => order(one) - order(other) || one.start - other.start);
  const blocks = today.map((one) => drawBlock(one, lanes.get(one.id), clashes.get(one.id) ?? []));
  arrange(layer, blocks);
}

function drawSkeleton() {
  const head = make("div", "rooms");
  const [corner, axis, layer] = [make("div", "corner"), make("div", "hours"), make("div", "layer")];
  head.append(corner, ...view.columns.map(heading));
  const height = (view.end - view.start) * scale();
  grid.style.setProperty("--columns", view.columns.length);
  layer.style.blockSize = axis.style.blockSize = `${height}px`;
  const first = snappedHour(view.start);
  layer.style.setProperty("--hour", `${60 * scale()}px`);
  layer.style.setProperty("--first", `${(first - view.start) * scale()}px`);
  for (let minute = first; minute < view.end; minute += 5) {
    if ((minute + ahead(minute)) % 60 === 0) axis.append(hourMark(minute));
  }
  for (const [from, to] of [[view.start, board.starts], [board.ends, view.end]]) {
    if (from < to) layer.append(outside(Math.max(from, view.start), Math.min(to, view.end)));
  }
  grid.replaceChildren(head, axis, layer);
}

function heading(id) {
  const cell = make("div", "room");
  cell.append(make("span", "", roomName(id)));
  cell.title = roomName(id);
  return cell;
}

const snappedHour = (minute) => Math.ceil((minute + ahead(minute)) / 60) * 60 - ahead(minute);

function hourMark(minute) {
  const mark = make("span", "hour", clock(minute));
  mark.style.insetBlockStart = `${(minute - view.start) * scale()}px`;
  return mark;
}

function outside(from, to) {
  const part = make("div", "outside");
  part.style.insetBlockStart = `${(from - view.start) * scale()}px`;
  part.style.blockSize = `${(to - from) * scale()}px`;
  return part;
}

/** Sessions that overlap in a room are shown beside each other: in which lane, of how many. */
function laned(sessions) {
  const lanes = new Map();
  for (const room of view.columns) {
    let group = [], end = -Infinity;
    const inRoom = sessions.filter((one) => one.room === room || (room === "" && !view.columns.includes(one.room)));
    for (const one of inRoom.sort((a, b) => a.start - b.start || a.end - b.end)) {
      if (one.start >= end) group = [];
      const taken = group.filter((other) => other.end > one.start).map((other) => other.lane);
      const lane = [...group.keys(), group.length].find((number) => !taken.includes(number));
      group.push({ id: one.id, end: one.end, lane });
      end = Math.max(...group.map((other) => other.end));
      const count = Math.max(...group.map((other) => other.lane)) + 1;
      for (const other of group) lanes.set(other.id, { lane: other.lane, count });
    }
  }
  return lanes;
}

function element(session, tag) {
  const known = drawn.get(session.id);
  if (known) return known;
  const made = make(tag, "block");
  Object.assign(made, { tabIndex: 0, role: "button" });
  made.dataset.id = session.id;
  const [parts, says] = [{ title: "strong", when: "span", who: "span", mark: "span" }, make("span", "says")];
  says.append(...Object.entries(parts).map(([name, kind]) => make(kind, name)));
  made.append(make("span", "grip"), says);
  for (const edge of ["start", "end"]) made.append(Object.assign(make("span", `edge ${edge}`), { ariaHidden: "true" }));
  made.querySelector(".grip").ariaHidden = "true";
  drawn.set(session.id, made);
  return made;
}

function drawWords(made, session, clashes, when) {
  const marked = [marks.get(session.id)?.text, session.fixed ? words.fixed : "", session.lost, session.state];
  const mark = marked.filter(Boolean).join(" · ");
  const parts = { when, title: session.title, who: session.speakers, mark };
  for (const [name, text] of Object.entries(parts)) {
    const part = made.querySelector(`.${name}`);
    if (part.textContent !== text) part.textContent = text;
  }
  made.classList.toggle("clash", clashes.length > 0);
  made.classList.toggle("fixed", session.fixed);
  made.classList.toggle("moved", marks.has(session.id));
  made.classList.toggle("unsaved", pending?.id === session.id);
  made.classList.toggle("draft", Boolean(session.state));
  made.style.setProperty("--track", session.color || "var(--line)");
  const told = [label(session), session.speakers, session.track, mark, ...clashes];
  made.setAttribute("aria-label", told.filter(Boolean).join(". "));
  made.title = [session.title, session.speakers, session.track, ...clashes].filter(Boolean).join("\n");
}

function drawBlock(session, { lane, count }, clashes) {
  const made = element(session, "div");
  const column = view.columns.includes(session.room) ? view.columns.indexOf(session.room) : view.columns.length - 1;
  const [start, end] = [Math.max(session.start, view.start), Math.min(session.end, view.end)];
  const width = 100 / view.columns.length;
  made.style.insetBlockStart = `${(start - view.start) * scale()}px`;
  made.style.blockSize = `${Math.max((end - start) * scale(), 24) - 2}px`;
  made.style.insetInlineStart = `${width * (column + lane / count)}%`;
  made.style.inlineSize = `calc(${width / count}% - 3px)`;
  const over = [session.start < day.start ? words.since : "", session.end > day.end ? words.until : ""].filter(Boolean);
  const isLow = (end - start) * scale() < 46;
  const minutes = isLow ? "" : ` · ${fill(words.minutes, { minutes: session.end - session.start })}`;
  drawWords(made, session, clashes, [clock(session.start) + minutes, ...over].join(", "));
  made.classList.toggle("low", isLow);
  return made;
}

function drawList(waiting, clashes) {
  waiting.sort((one, other) => one.title.localeCompare(other.title, language));
  const sought = tools.search.value.trim().toLocaleLowerCase(language);
  const found = waiting.filter((one) => `${one.title} ${one.speakers}`.toLocaleLowerCase(language).includes(sought));
  const items = found.map((one) => {
    const made = element(one, "div");
    made.removeAttribute("style");
    made.classList.remove("low");
    drawWords(made, one, clashes.get(one.id) ?? [], fill(words.minutes, { minutes: one.length }));
    if (made.parentElement?.localName === "li") return made.parentElement;
    const item = make("li", "");
    item.append(made);
    return item;
  });
  arrange(list, items);
  const count = found.length === waiting.length ? waiting.length : `${found.length} / ${waiting.length}`;
  tools.waiting.textContent = `(${count})`;
}

/** The children of an element, in this order; those that stay are not touched, and keep the focus. */
function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) {
    if (!kept.has(child) && (child.dataset.id || child.localName === "li")) child.remove();
  }
  const present = [...parent.children].filter((child) => kept.has(child));
  if (present.length === wanted.length && present.every((child, at) => child === wanted[at])) return;
  if (pending && present.length === wanted.length) return; // in order again once it is saved
  parent.append(...wanted);
}

function drawConflict(one) {
  const [item, button] = [make("li", ""), Object.assign(make("button", "link", one.text), { type: "button" })];
  button.addEventListener("click", () => reveal(one.sessions));
  item.append(button);
  return item;
}

function drawConflicts() {
  const items = board.conflicts.map(drawConflict);
  if (board.more) items.push(make("li", "", words.more));
  find(".clashes ul").replaceChildren(...(items.length ? items : [make("li", "", words.none)]));
  tools.count.textContent = fill(words.count, { count: board.conflicts.length });
  tools.count.classList.toggle("clash", board.conflicts.length > 0);
  find(".roomless").hidden = !board.roomless.length;
  find(".roomless ul").replaceChildren(...board.roomless.map(drawConflict));
}

function drawTools() {
  buttons();
  if (tools.day.length !== board.days.length || tools.day.options[0]?.value !== board.days[0].id) {
    tools.day.replaceChildren(...board.days.map((one) => new Option(one.name, one.id)));
  }
  tools.day.value = day.id;
}

function choose(on) {
  flush();
  day = on;
  history.replaceState(null, "", `?day=${day.id}`);
  draw();
}

/** Show the day of this slot. */
function show(at) {
  const on = isScheduled(at) && board.days.findLast((one) => one.start <= at.start);
  if (on && on.id !== day.id) choose(on);
}

/** Go to the first of these sessions. */
function reveal(ids) {
  const id = ids.find((one) => board.sessions.has(one));
  if (!id) return;
  show(board.sessions.get(id));
  drawn.get(id)?.scrollIntoView({ block: "center", inline: "center" });
  drawn.get(id)?.focus();
}

// --- the pointer: mouse, pen or finger ---

function press(event) {
  const block = event.target.closest(".block");
  const session = board.sessions.get(block?.dataset.id);
  if (!session || event.button !== 0 || session.fixed || drag) return;
  // A finger scrolls the list; what moves a session out of it is its grip.
  if (event.pointerType === "touch" && !isScheduled(session) && !event.target.closest(".grip")) return;
  flush();
  const edge = event.target.closest(".edge");
  const kind = !edge ? "move" : edge.classList.contains("start") ? "start" : "end";
  const { id, title } = session;
  const grabbed = isScheduled(session) ? grip(event, block, session) : 0;
  drag = { id, title, kind, block, grabbed, seen: board.revision, from: slot(session), length: length(session) };
  Object.assign(drag, { to: null, x: event.clientX, y: event.clientY, pointer: event.pointerId });
  block.setPointerCapture(event.pointerId);
}

/** How many minutes after its start it was grabbed. */
const grip = (event, block, session) =>
  (event.clientY - block.getBoundingClientRect().top) / scale() + Math.max(view.start - session.start, 0);

/** How long it is; what ends before it begins gets the length that it might have. */
const length = (session) => (session.end > session.start ? session.end - session.start : session.length);

function glide(event) {
  if (event.pointerId !== drag?.pointer) return;
  const isStill = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < STILL;
  if (!drag.ghost && isStill) return;
  if (!drag.ghost) lift();
  Object.assign(drag, { x: event.clientX, y: event.clientY });
  aim();
}

function lift() {
  drag.ghost = make("div", "ghost");
  grid.querySelector(".layer").append(drag.ghost);
  drag.block.classList.add("lifted");
  root.classList.add("dragging");
  requestAnimationFrame(scroll);
}

const within = ({ left, right, top, bottom }) => drag.x >= left && drag.x <= right && drag.y >= top && drag.y <= bottom;
const isMirrored = () => getComputedStyle(root).direction === "rtl";

/** Where it would be if it were let go here: null for nowhere else than it was. */
function aim() {
  const [area, layer] = [grid.getBoundingClientRect(), grid.querySelector(".layer").getBoundingClientRect()];
  const isOut = drag.kind === "move" && within(find(".waiting").getBoundingClientRect());
  find(".waiting").classList.toggle("dropping", isOut);
  drag.to = isOut ? NOWHERE : within(area) || drag.kind !== "move" ? aimed(layer) : null;
  drag.ghost.hidden = !drag.to || isOut;
  if (!drag.ghost.hidden) haunt();
}

function aimed(layer) {
  const minute = view.start + (drag.y - layer.top) / scale();
  if (drag.kind === "start") return { ...drag.from, start: Math.min(snapped(minute), drag.from.end - step()) };
  if (drag.kind === "end") return { ...drag.from, end: Math.max(snapped(minute), drag.from.start + step()) };
  const share = (drag.x - layer.left) / layer.width;
  const column = Math.floor((isMirrored() ? 1 - share : share) * view.columns.length);
  const room = view.columns[Math.min(Math.max(column, 0), view.columns.length - 1)];
  const start = Math.min(Math.max(snapped(minute - drag.grabbed), day.start), day.end - step());
  return { start, end: start + drag.length, room };
}

function haunt() {
  const { start, end, room } = drag.to;
  const width = 100 / view.columns.length;
  drag.ghost.textContent = `${clock(start)} – ${clock(end)} ${drag.title}`;
  drag.ghost.style.insetBlockStart = `${(start - view.start) * scale()}px`;
  drag.ghost.style.blockSize = `${Math.max((end - start) * scale(), 24)}px`;
  drag.ghost.style.insetInlineStart = `${width * Math.max(view.columns.indexOf(room), 0)}%`;
  drag.ghost.style.inlineSize = `${width}%`;
}

/** Near an edge of the grid what lies beyond comes into sight. */
function scroll() {
  if (!drag?.ghost) return;
  const area = grid.getBoundingClientRect();
  const pull = (at, low, high) => (at < low + NEAR ? -10 : at > high - NEAR ? 10 : 0);
  if (within(area)) {
    grid.scrollBy(drag.kind === "move" ? pull(drag.x, area.left, area.right) : 0, pull(drag.y, area.top, area.bottom));
    aim();
  }
  requestAnimationFrame(scroll);
}

function drop(event) {
  if (event.pointerId !== drag?.pointer) return;
  const done = drag;
  letGo();
  const session = board.sessions.get(done.id);
  // What came while it was dragged was not drawn; what somebody else did is told by the server, which refuses this.
  if (session && done.to && event.type === "pointerup") move(session, done.to, done.seen);
  else draw();
}

function letGo() {
  drag.ghost?.remove();
  drag.block.classList.remove("lifted");
  root.classList.remove("dragging");
  find(".waiting").classList.remove("dropping");
  drag = null;
}

root.addEventListener("pointerdown", press);
root.addEventListener("pointermove", glide);
root.addEventListener("pointerup", drop);
root.addEventListener("pointercancel", drop);
root.addEventListener("dblclick", (event) => openForm(event.target.closest(".block")?.dataset.id));

// --- the keyboard ---

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function typed(event) {
  if (event.key === "Escape" && drag) return drop({ pointerId: drag.pointer, type: "escape" });
  const id = event.target.closest?.(".block")?.dataset.id;
  const session = board.sessions.get(id);
  if (!session || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in ARROWS && isScheduled(session)) nudge(session, event);
  else if (event.key === "Enter" || event.key === " ") pending ? flush() : openForm(id);
  else if (event.key === "Delete" && isScheduled(session)) takeOut(session);
  else if (event.key === "Escape" && pending) takeBack();
  else return;
  event.preventDefault();
}

function nudge(session, event) {
  if (session.fixed) return say(words.fixed);
  const [across, down] = ARROWS[event.key];
  const at = shown(session);
  const to = event.shiftKey ? stretched(at, down) : shifted(at, isMirrored() ? -across : across, down);
  clearTimeout(pending?.timer);
  pending = { id: session.id, to, seen: pending?.seen ?? board.revision, timer: setTimeout(flush, PATIENCE) };
  draw();
  drawn.get(session.id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const [from, until] = [to.start, to.end].map(clock);
  say(fill(words.unsaved, { session: session.title, from, to: until, room: roomName(to.room) }));
}

const stretched = (at, down) => ({ ...slot(at), end: Math.max(at.end + down * step(), at.start + step()) });

/** A step on, in the shown hours; or the room beside. */
function shifted(at, across, down) {
  const column = Math.max(view.columns.indexOf(at.room), 0) + across;
  const room = across ? (view.columns[column] ?? at.room) : at.room;
  const next = snapped(at.start + down * step());
  const start = down ? Math.min(Math.max(next, view.start), view.end - step()) : at.start;
  return { start, end: start + length(at), room };
}

/** Save what the keyboard moved. */
function flush() {
  if (!pending) return;
  const { id, to, seen, timer } = pending;
  clearTimeout(timer);
  pending = null;
  const session = board.sessions.get(id);
  if (session) move(session, to, seen);
}

function takeBack() {
  const session = board.sessions.get(pending.id);
  clearTimeout(pending.timer);
  pending = null;
  draw();
  if (session) say(fill(words.kept, { session: session.title }));
}

function takeOut(session) {
  if (session.fixed) return say(words.fixed);
  flush();
  move(session, NOWHERE, board.revision);
}

function shortcut(event) {
  const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, dialog");
  if (!(event.ctrlKey || event.metaKey) || isTyping) return;
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") event.preventDefault();
  if (key === "z" && !event.shiftKey) undo();
  else if (key === "y" || key === "z") redo();
}

root.addEventListener("keydown", typed);
document.addEventListener("keydown", shortcut);
// Drawing moves elements about, which takes the focus from them for a moment: what counts is where it is afterwards.
root.addEventListener("focusout", () => setTimeout(() => {
  if (pending && document.activeElement?.dataset?.id !== pending.id) flush();
}));
addEventListener("pagehide", flush);

// --- the form "when and where" ---

async function openForm(id) {
  if (!id) return;
  flush();
  await saving;
  try {
    const answer = await ask(`/${id}?day=${day.id}`);
    if (isJson(answer)) return refused(await answer.json());
    if (!answer.ok) return say(words.gone);
    dialog.innerHTML = await answer.text();
  } catch {
    return lost();
  }
  dialog.dataset.of = id;
  dialog.showModal();
}

/** There is no form of it: it is not there any more. */
function refused(told) {
  receive(told);
  say(told.said);
}

async function submitForm(event) {
  event.preventDefault();
  const { of: id } = dialog.dataset;
  const body = new FormData(event.target, event.submitter);
  body.set("since", board.revision);
  busy += 1;
  try {
    const answer = await ask(`/${id}`, { body: new URLSearchParams(body) });
    if (isJson(answer)) await formAnswered(answer, id);
    else if (answer.status === 500) unsent(words.failed);
    else dialog.innerHTML = await answer.text();
  } catch {
    unsent(words.unsent);
  }
  busy -= 1;
}

/** Said in the form itself, which stays as it is: nobody reads what is behind it. */
function unsent(why) {
  dialog.querySelector(".unsent")?.remove();
  dialog.querySelector("form")?.prepend(Object.assign(make("p", "errors unsent", why), { role: "alert" }));
}

async function formAnswered(answer, id) {
  const [told, from] = [await answer.json(), slot(board.sessions.get(id) ?? NOWHERE)];
  const before = last.get(id) ?? 0;
  dialog.close();
  if (!answer.ok) return refused(told);
  receive(told);
  const to = slot(board.sessions.get(id) ?? NOWHERE);
  if (!isSame(from, to)) remember({ id, from, to, before, after: told.moved });
  show(to);
  draw();
  drawn.get(id)?.focus();
  say(told.said);
}

dialog.addEventListener("submit", submitForm);
dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
});
dialog.addEventListener("close", () => drawn.get(dialog.dataset.of)?.focus());

// --- tools ---

tools.undo.addEventListener("click", undo);
tools.redo.addEventListener("click", redo);
tools.search.addEventListener("input", draw);
tools.step.addEventListener("change", draw);
tools.round.addEventListener("change", draw);
tools.day.addEventListener("change", () => choose(board.days.find((one) => one.id === tools.day.value)));
document.addEventListener("visibilitychange", () => document.hidden && flush());

/** The grid takes the place of the list once there is something in it. */
async function begin() {
  const answer = await ask("/state").catch(() => null); // whom nobody answers keeps the list
  if (!answer?.ok || !isJson(answer)) return;
  root.hidden = false;
  document.querySelector(".plainly").hidden = true;
  receive(await answer.json());
  grid.scrollTo({ top: 0 });
  setTimeout(poll, POLL);
}

begin();

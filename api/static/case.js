// What makes deciding by keyboard quick: the letter of an open decision sends it, and the page tells who else is there.
const verdicts = [...document.querySelectorAll("details.verdict")];

// Before each key is looked at: of a decision that is open its button has the letter, of a closed one its heading.
function lend(details) {
  const summary = details.querySelector("summary");
  if (details.open) delete summary.dataset.key;
  else summary.dataset.key = details.querySelector("button").dataset.key;
}

addEventListener("keydown", () => verdicts.forEach(lend), { capture: true });

// A grave decision waits five seconds in the page, to be taken back; the letter again sends it at once. Nothing has left
// the page until then, and a page that is left sends nothing.
const HELD_SECONDS = 5;
const held = document.getElementById("held");
let waiting = null;

function takeBack() {
  clearInterval(waiting?.timer);
  waiting = null;
  held.hidden = true;
}

function hold(form) {
  let left = HELD_SECONDS;
  const tell = () => (held.querySelector("p").textContent = held.dataset.words.replace("{}", left));
  const timer = setInterval(() => ((left -= 1) ? tell() : form.submit()), 1000);
  waiting = { form, timer };
  form.after(held);
  held.hidden = false;
  tell();
}

for (const form of held ? document.querySelectorAll("form") : []) {
  form.addEventListener("submit", (event) => {
    const again = waiting?.form === form;
    takeBack();
    if (again || !form.classList.contains("held")) return;
    event.preventDefault();
    hold(form);
  });
}
held?.querySelector("button").addEventListener("click", takeBack);

// Who else is here: asked once a minute while somebody works on the page, so that one left open does not hold the case.
const desk = document.getElementById("desk");
const EVERY = 60_000;
let active = true;
for (const event of ["keydown", "pointermove", "pointerdown", "scroll"]) {
  addEventListener(event, () => (active = true), { passive: true });
}

async function ask() {
  if (!active || document.hidden) return;
  active = false;
  const answer = await fetch(`/console/desk/${desk.dataset.case}?version=${desk.dataset.version}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const said = await answer.json();
  const words = [said.changed ? desk.dataset.changed : "", said.around].filter(Boolean).join(" ");
  if (desk.textContent !== words) desk.textContent = words;
  desk.className = said.changed ? "note warn" : desk.className;
}

if (desk?.dataset.case) setInterval(ask, EVERY);

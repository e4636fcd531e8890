// What makes the console faster, and nothing that it needs: single keys, ticking countdowns, the list of keys.
const OFF = "hashdb.keys.off";
const dialog = document.getElementById("keys");

// Keys. A link, button or choice with data-key="a" is clicked by that key, outside fields and dialogs.
const isWriting = (target) => target.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
const isShown = (element) => element.checkVisibility() && !element.disabled;

function wanted(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return null;
  if (isWriting(event.target) || dialog?.open || localStorage.getItem(OFF)) return null;
  const marked = document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`);
  return [...marked].find(isShown) ?? null;
}

function step(key) {
  const rows = [...document.querySelectorAll("main tbody tr:has(a)")];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(here + (key === "j" ? 1 : -1), 0), rows.length - 1)];
  next?.querySelector("a").focus();
}

document.addEventListener("keydown", (event) => {
  const element = wanted(event);
  if (element) {
    event.preventDefault();
    element.focus();
    element.click();
  } else if ((event.key === "j" || event.key === "k") && !isWriting(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    step(event.key);
  }
});

// The list of keys, here instead of on a page of its own, and the switch for those whom single keys disturb.
document.querySelector('[data-key="?"]')?.addEventListener("click", (event) => {
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});
for (const line of document.querySelectorAll("#keys_switch")) {
  const box = line.querySelector("input");
  line.hidden = false;
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}

// On a phone the navigation is one line that scrolls; the page that is open stands in sight there.
const side = document.querySelector(".side");
if (side && side.scrollWidth > side.clientWidth) side.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Countdowns, by the server's clock; the words are the server's, too.
const language = document.documentElement.lang;
const said = (count, unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(count);
const ahead = (Date.parse(document.getElementById("main").dataset.now) || Date.now()) - Date.now();

function span(seconds) {
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  const both = (count, unit, rest, smaller) => said(count, unit) + (rest ? ` ${said(rest, smaller)}` : "");
  if (days) return both(days, "day", hours % 24, "hour");
  if (hours) return both(hours, "hour", minutes % 60, "minute");
  return minutes ? said(minutes, "minute") : said(seconds, "second");
}

function tick() {
  for (const each of document.querySelectorAll("time.countdown")) {
    const rest = (Date.parse(each.dateTime) - Date.now() - ahead) / 1000;
    const words = (rest < 0 ? each.dataset.late : each.dataset.left).replace("{}", span(Math.floor(Math.abs(rest))));
    if (each.textContent !== words) each.textContent = words;
    each.classList.remove("late", "soon", "calm");
    each.classList.add(rest < 0 ? "late" : rest < 3600 ? "soon" : "calm");
  }
}

if (document.querySelector("time.countdown")) {
  tick();
  setInterval(tick, 1000);
}

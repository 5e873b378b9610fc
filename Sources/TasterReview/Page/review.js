"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fact = (name) => one(`meta[name=taster-${name}]`)?.content ?? "";
  const main = one("main");
  const view = main.dataset.view ?? "";

  // What is said now, or on the next page.
  const say = (text) => { one("#said").textContent = text; };
  const sayNext = (text) => sessionStorage.setItem("said", text);
  const said = sessionStorage.getItem("said");
  sessionStorage.removeItem("said");
  if (said) setTimeout(() => say(said), 50);

  one("#no-script").hidden = true;
  const show = (root = document) => all(".acts", root).forEach((e) => { e.hidden = false; });
  show();
  if (fact("pending") === "0") one("#apply").hidden = true;

  // The reason stays as it was typed, for this window.
  const because = () => one("#because");
  if (because() && view !== "threshold") {
    because().value = sessionStorage.getItem("because") ?? because().value;
    because().addEventListener("input", () => sessionStorage.setItem("because", because().value));
  }

  let isBusy = false;
  async function order(path, value) {
    if (isBusy) return null;
    isBusy = true;
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Taster-CSRF": fact("secret") },
        body: JSON.stringify(value),
      });
      const text = await response.text();
      let answer;
      try { answer = JSON.parse(text); } catch { answer = { error: text.trim() }; }
      if (!response.ok || answer.error) {
        say(`Nothing was decided: ${answer.error ?? response.status}`);
        return null;
      }
      return answer;
    } catch {
      say("The page's server does not answer, so nothing was decided. Does `taster review` still run?");
      return null;
    } finally {
      isBusy = false;
    }
  }

  function reason() {
    const field = because();
    if (field && field.value.trim()) return field.value.trim();
    say("A decision needs a reason.");
    field?.focus();
    return null;
  }

  const go = (address, text) => { sayNext(text); location.assign(address); };
  const again = (text) => { sayNext(text); location.reload(); };

  function remember(answer) {
    if (!answer.first) return;
    sessionStorage.setItem(
      "last", JSON.stringify({
        first: answer.first, last: answer.last, at: location.href, of: fact("secret"),
      }));
  }

  async function decide(verdict, what) {
    const why = reason();
    if (why === null) return null;
    const answer = await order(
      "/decide", { verdict, because: why, seen: Number(fact("seen")), ...what });
    if (answer) remember(answer);
    return answer;
  }

  async function undo(first, last, at) {
    const answer = await order("/undo", { first, last, because: reason() ?? "taken back" });
    if (!answer) return;
    sessionStorage.removeItem("last");
    if (at && at !== location.href) go(at, answer.message); else again(answer.message);
  }

  function undoLast() {
    const last = JSON.parse(sessionStorage.getItem("last") ?? "null");
    if (last && last.of === fact("secret")) return undo(last.first, last.last, last.at);
    const own = one("[data-decision]");
    if (own) return undo(Number(own.dataset.decision), Number(own.dataset.decision), null);
    say("Nothing was decided in this window yet.");
  }

  // One row.
  async function decideCase(verdict) {
    const answer = await decide(verdict, { rows: [Number(main.dataset.row)] });
    if (!answer) return;
    const next = one("a[rel=next]");
    if (answer.overtaken.length > 0) again(answer.message);
    else if (next) go(next.href, `Row ${main.dataset.row}: ${answer.message}`);
    else again(`${answer.message} This was the last row of the list.`);
  }

  // A list.
  let takesAll = false;
  const choices = () => all(".choice");
  const rows = () => all("#rows tbody tr");
  const current = () => rows().find((r) => r.contains(document.activeElement)) ?? null;

  function count() {
    const chosen = choices().filter((c) => c.checked).length;
    const matched = Number(one("#matched").value);
    one("#selected").textContent = takesAll
      ? `all ${matched} rows that match are selected`
      : chosen === 0 ? "no row selected" : `${chosen} row${chosen === 1 ? "" : "s"} selected`;
    rows().forEach((r) => r.classList.toggle("chosen", takesAll || one(".choice", r).checked));
  }

  function selectAll() {
    takesAll = !takesAll;
    choices().forEach((c) => { c.checked = takesAll; });
    count();
  }

  function move(by) {
    const list = rows();
    if (list.length === 0) return;
    const at = list.indexOf(current());
    const to = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
    if (to >= 0 && to < list.length) one("a", list[to]).focus();
    else one(to < 0 ? "a[rel=prev]" : "a[rel=next]")?.click();
  }

  async function decideList(verdict) {
    const chosen = choices().filter((c) => c.checked).map((c) => Number(c.value));
    const own = current();
    let what;
    if (takesAll) what = { where: one("#conditions").value };
    else if (chosen.length > 0) what = { rows: chosen };
    else if (own) what = { rows: [Number(own.dataset.row)] };
    else return say("Select rows with x, or move to one with j.");
    const answer = await decide(verdict, what);
    if (answer) again(answer.message);
  }

  function act(name, button) {
    if (name === "undo") {
      const number = Number(button.dataset.decision);
      return undo(number, number, null);
    }
    if (name === "select-all") return selectAll();
    if (name === "release-below") return releaseBelow();
    return view === "case" ? decideCase(name) : decideList(name);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) act(button.dataset.act, button);
  });
  // Enter in the reason decides nothing.
  document.addEventListener("submit", (event) => {
    if (event.target.id === "decide") event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    if (event.target.classList.contains("choice")) {
      takesAll = false;
      count();
    }
  });

  one("#apply").addEventListener("click", async () => {
    say("Writing the files …");
    const answer = await order("/apply", {});
    if (answer) again(answer.message);
  });

  // The threshold.
  async function releaseBelow() {
    const answer = await decide("release", { where: one("#conditions").value });
    if (answer) again(answer.message);
  }

  const slider = one("#at");
  if (slider) {
    let wait;
    let turn = 0;
    slider.addEventListener("input", () => {
      one("#at-value").textContent = slider.value;
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const mine = ++turn;
        const address = `/threshold?at=${slider.value}`;
        try {
          const response = await fetch(address);
          const page = new DOMParser().parseFromString(await response.text(), "text/html");
          const effect = one("#effect", page);
          if (mine !== turn || !effect) return;
          one("#effect").replaceWith(document.adoptNode(effect));
          show(one("#effect"));
          history.replaceState(null, "", address);
          say(one("#effect-said").textContent);
        } catch {
          say("The page's server does not answer. Does `taster review` still run?");
        }
      }, 80);
    });
  }

  // Keys.
  const help = one("#help");
  const switchOfKeys = one("#keys-on");
  switchOfKeys.checked = localStorage.getItem("keys") !== "off";
  switchOfKeys.addEventListener("change", () =>
    localStorage.setItem("keys", switchOfKeys.checked ? "on" : "off"));
  one("#keys").addEventListener("click", () => help.showModal());
  one("#close").addEventListener("click", () => help.close());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || help.open) return;
    if (event.target.matches("input:not(.choice), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (!switchOfKeys.checked) return;
    const isList = view === "list";
    const isCase = view === "case";
    const keys = {
      "?": () => help.showModal(),
      "/": () => { one("#where") ? one("#where").focus() : location.assign("/rows"); },
      u: undoLast,
      l: () => one("#list")?.click(),
      j: () => { if (isList) move(1); else one("a[rel=next]")?.click(); },
      k: () => { if (isList) move(-1); else one("a[rel=prev]")?.click(); },
      r: () => { if (isCase) decideCase("release"); else if (isList) decideList("release"); },
      p: () => { if (isCase) decideCase("confirm"); else if (isList) decideList("confirm"); },
      x: () => { const row = isList && current(); if (row) one(".choice", row).click(); },
      A: () => { if (isList && one("#matched")) selectAll(); },
    };
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
})();

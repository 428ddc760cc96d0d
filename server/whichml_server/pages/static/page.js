// What of a page is replaced, where the keyboard goes after that, and what those hear who do not see it.
const typed = () => new URLSearchParams(new FormData(document.getElementById("form") ?? undefined)).toString();

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  const main = document.querySelector("#form")?.closest("main");
  ctx.typed = typed();
  if (ctx.selectOOB && main?.querySelector(".problem")) {
    // what is told of a control goes away with the whole page
    Object.assign(ctx, { target: main, select: "#main", selectOOB: "" });
  }
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const facts = tasks.findIndex((each) => each.type === "oob" && each.target.id === "facts");
  if (facts < 0) return;
  // facts stay as they were typed, unless the words of the brief tell others by now and nobody is typing
  const isReadAsBefore = tasks[facts].fragment.firstElementChild.dataset.read === tasks[facts].target.dataset.read;
  if (isReadAsBefore || typed() !== ctx.typed) tasks.splice(facts, 1);
});

document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  const short = document.getElementById("in-short");
  const said = document.getElementById("said");
  if (short && said && said.textContent !== short.textContent) said.textContent = short.textContent;
  if (ctx?.response?.status === 422) {
    document.querySelector("[aria-invalid=true], .problem[role=alert]")?.focus();
  } else if (ctx?.request?.submitter?.dataset.then) {
    document.getElementById(ctx.request.submitter.dataset.then)?.focus();
  }
});

// Where the keyboard goes after a part of the page was replaced, and what those hear who do not see it.
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  const main = document.querySelector("#form")?.closest("main");
  if (ctx.selectOOB && main?.querySelector(".problem")) {
    // what is told of a control goes away with the whole page
    Object.assign(ctx, { target: main, select: "#main", selectOOB: "" });
  }
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

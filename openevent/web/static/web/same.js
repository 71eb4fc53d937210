// Who comes with another ticket is the same as with the first one: then nothing more is asked, and nothing shown.
for (const tick of document.querySelectorAll("[data-same]")) {
  const answers = tick.closest("[data-person]").querySelector(".answers");
  // What is wrong with an answer is said beside it, and must be seen.
  const show = () => { answers.hidden = tick.checked && !answers.querySelector(".wrong"); };
  tick.addEventListener("change", show);
  show();
}
// The address on the invoice is asked where it is wanted.
const wanted = document.querySelector("[name=is_billing_enabled]");
if (wanted) {
  const address = document.querySelector(".address");
  const show = () => { address.hidden = !wanted.checked; };
  wanted.addEventListener("change", show);
  show();
}

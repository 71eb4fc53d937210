// On a telephone the sections are a strip: the present one is scrolled to its middle, and the page stays where it is.
"use strict";

const present = document.querySelector(".sections .lists [aria-current]");

if (present) {
  const strip = present.closest(".lists");
  const [one, all] = [present, strip].map((element) => element.getBoundingClientRect());
  strip.scrollLeft += one.left + one.width / 2 - (all.left + all.width / 2);
}

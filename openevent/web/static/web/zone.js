// Proposes the zone of the reader's own clocks: most events are where their organisers are.
for (const field of document.querySelectorAll('input[list="zones"]')) {
  if (!field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

"""The schedule editor: `/manage/{identifier}/schedule`.

A grid of its own, and not a calendar component from npm. `make run` needs Python only, and nothing here is built. Views
with rooms as columns ("resources") are sold by FullCalendar (else AGPL or non-commercial) and Schedule-X; FullCalendar
also puts `<style>` elements into the page, which our Content-Security-Policy forbids. EventCalendar (MIT) and DayPilot
Lite (Apache-2.0) have such columns for nothing, but what they drag the keyboard cannot move, let alone so that a screen
reader tells of it. And every move here is one act of the domain with the revision that its mover had seen: that, undo
and what overlaps would be ours to write beside any of them.

Times go to the script and come back as whole minutes since 1970 (UTC), together with what clocks show on each day: so
the script reckons in minutes that pass, and knows nothing of time zones.
"""

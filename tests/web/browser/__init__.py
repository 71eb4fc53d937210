"""Stories in a browser: Chromium against `openevent serve`."""

"""The server without the guards of its counters, for the control of the races: a test's, and nobody else's.

`DJANGO_SETTINGS_MODULE=tests.processes.without_guards.settings` starts it so.
"""

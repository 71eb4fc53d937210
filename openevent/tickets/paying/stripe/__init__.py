"""Stripe: the only place that knows its library (extra `stripe`)."""

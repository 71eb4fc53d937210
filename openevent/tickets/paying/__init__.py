"""Paying for orders: asked for, received, given back; through Stripe, or as the team says.

An order's money is asked for outside any transaction: the row first, then the provider, then what it said, so that
nothing is lost however a process ends (`sweeping` goes on where it did). Only what the provider says (`settling`),
never what a client says, completes an order; beside it the team does (`confirming`).
"""

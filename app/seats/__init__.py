"""Seats of companies: a company gets places of a ticket type and says until a cut-off who comes.

The places are held in the same counters as all others; what is not filled in time goes back.
"""

"""Tickets: types with a limited number of places, orders, tickets, badges.

Places are counters that the database refuses to overdraw.
A ticket's code is signed, holds no personal data and is checked without a network.
"""

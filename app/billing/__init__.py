"""Billing: invoices with numbers without a gap, what is paid, credited and still open.

An invoice that was issued never changes; what happens to it afterwards is kept beside it.
Tickets with a price and paid services, such as sponsor packages, are billed in the same chain.
"""

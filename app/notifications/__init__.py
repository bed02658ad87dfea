"""Mail that follows from facts: one delivery per fact and recipient, sent outside transactions.

A delivery waits, is sent or fails, is tried again with growing pauses, and organisers can see it.
By default mail goes to a folder that can be read in the browser.
"""
